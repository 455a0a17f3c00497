/* The balloon protocol of examples/balloon-protocol.ts by hand, for explorer.c: its layout, invariants and successors.
 * A state is packed as Ballast's layout has it: fields in the order of declaration, each of least width, none across two words; labels are
 * numbered in the order of the text. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef P
#define P 4 /* pages, 1 to 6 */
#endif
#ifndef NI
#define NI 1 /* inflaters, 0 to 3, as the two below */
#endif
#ifndef ND
#define ND 1 /* deflaters */
#endif
#ifndef NC
#define NC 2 /* compactors */
#endif
#define FAN_OUT_MOST 64 /* at least the most successors of one state: (P + 1) for each process */

#define INLINE static inline __attribute__((always_inline))
#define UNLIKELY(test) __builtin_expect(!!(test), 0)

/* The layout. */

enum { I0, I1, I2, I3, I4, I5 };
enum { D0, D1, D5, D2, D3, D4 };
enum { C0, C1, C2, C3, C4, C5, C6, C7, C8, C9, C10, B1, B2, B3, B4, B5 };
enum { M1 = B5 + 1, M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M12, M13, CU, CP };

#define WIDTH(most) ((most) < 1 ? 0 : (most) < 2 ? 1 : (most) < 4 ? 2 : 3)
#define PLACED(at, width) ((at) % 64 + (width) > 64 ? ((at) / 64 + 1) * 64 : (at))
#define FIELD(name, after, exists, width) \
	name = PLACED(after, (exists) ? (width) : 0), name##_END = name + ((exists) ? (width) : 0)

enum {
	REF_MOST = NC + 1,
	REF_BITS = WIDTH(REF_MOST),
	PAGE_BITS = WIDTH(P - 1),
	REF = 0,
	MOPS = REF + P * REF_BITS,
	PRIV = MOPS + P,
	ONLIST = PRIV + P,
	ISO = ONLIST + P,
	PLOCK = ISO + P,
	LOCK = PLOCK + P,
	ISOLATED = LOCK + 1,
	GLOBAL_END = ISOLATED + WIDTH(NC),
	FIELD(IPC0, GLOBAL_END, NI > 0, 3), FIELD(IPC1, IPC0_END, NI > 1, 3), FIELD(IPC2, IPC1_END, NI > 2, 3),
	FIELD(IPG0, IPC2_END, NI > 0, PAGE_BITS), FIELD(IPG1, IPG0_END, NI > 1, PAGE_BITS), FIELD(IPG2, IPG1_END, NI > 2, PAGE_BITS),
	FIELD(DPC0, IPG2_END, ND > 0, 3), FIELD(DPC1, DPC0_END, ND > 1, 3), FIELD(DPC2, DPC1_END, ND > 2, 3),
	FIELD(DPG0, DPC2_END, ND > 0, PAGE_BITS), FIELD(DPG1, DPG0_END, ND > 1, PAGE_BITS), FIELD(DPG2, DPG1_END, ND > 2, PAGE_BITS),
	FIELD(CPC0, DPG2_END, NC > 0, 5), FIELD(CPC1, CPC0_END, NC > 1, 5), FIELD(CPC2, CPC1_END, NC > 2, 5),
	FIELD(CPG0, CPC2_END, NC > 0, PAGE_BITS), FIELD(CPG1, CPG0_END, NC > 1, PAGE_BITS), FIELD(CPG2, CPG1_END, NC > 2, PAGE_BITS),
	FIELD(NPG0, CPG2_END, NC > 0, PAGE_BITS), FIELD(NPG1, NPG0_END, NC > 1, PAGE_BITS), FIELD(NPG2, NPG1_END, NC > 2, PAGE_BITS),
	STATE_END = NPG2_END,
};
#define WORDS (STATE_END > 64 ? 2 : 1)
_Static_assert(GLOBAL_END <= 64, "what processes share lies in the first word");
_Static_assert(STATE_END <= 128, "a state has at most two words");
_Static_assert((P + 1) * (NI + ND + NC) <= FAN_OUT_MOST, "more successors than there is room for");

typedef struct {
	uint64_t w[WORDS];
} state;

#define PAGES ((1u << P) - 1)

INLINE unsigned get(const state *s, unsigned at, unsigned width)
{
	return s->w[at >> 6] >> (at & 63) & ((1u << width) - 1);
}
INLINE void flip(state *s, unsigned at, uint64_t bits)
{
	s->w[at >> 6] ^= bits << (at & 63);
}
INLINE unsigned has(const state *s, unsigned flags, unsigned page)
{
	return s->w[0] >> (flags + page) & 1;
}
INLINE unsigned all(const state *s, unsigned flags)
{
	return s->w[0] >> flags & PAGES;
}
INLINE void set(state *s, unsigned flags, unsigned page)
{
	s->w[0] |= 1ull << (flags + page);
}
INLINE void clear(state *s, unsigned flags, unsigned page)
{
	s->w[0] &= ~(1ull << (flags + page));
}
INLINE unsigned references(const state *s, unsigned page)
{
	return s->w[0] >> (REF + page * REF_BITS) & ((1u << REF_BITS) - 1);
}

static void fail(const char *what)
{
	printf("{\"violated\":\"%s\"}\n", what);
	exit(1);
}
INLINE void get_page(state *s, unsigned page)
{
	if (UNLIKELY(references(s, page) == REF_MOST))
		fail("the range of refcnt");
	s->w[0] += 1ull << (REF + page * REF_BITS);
}
INLINE void put_count(state *s, unsigned page)
{
	if (UNLIKELY(references(s, page) == 0))
		fail("the range of refcnt");
	s->w[0] -= 1ull << (REF + page * REF_BITS);
}
INLINE void put_page(state *s, unsigned page)
{
	if (references(s, page) == 1)
		clear(s, MOPS, page);
	put_count(s, page);
}
INLINE void isolated_more(state *s)
{
	if (UNLIKELY(get(s, ISOLATED, WIDTH(NC)) == NC))
		fail("the range of isolated");
	s->w[0] += 1ull << ISOLATED;
}
INLINE void isolated_less(state *s)
{
	if (UNLIKELY(get(s, ISOLATED, WIDTH(NC)) == 0))
		fail("the range of isolated");
	s->w[0] -= 1ull << ISOLATED;
}

/* The invariants, all pages at once. */

static uint8_t referenced[1u << (P * REF_BITS)]; /* by all reference counts: the pages whose count is not 0 */

static void fill_referenced(void)
{
	for (unsigned counts = 0; counts < 1u << (P * REF_BITS); counts++)
		for (unsigned page = 0; page < P; page++)
			if (counts >> (page * REF_BITS) & ((1u << REF_BITS) - 1))
				referenced[counts] |= 1u << page;
}

INLINE void check(const state *s)
{
	const unsigned used = referenced[get(s, REF, P * REF_BITS)];
	const unsigned mops = all(s, MOPS), priv = all(s, PRIV), onlist = all(s, ONLIST), iso = all(s, ISO), plock = all(s, PLOCK);
	const unsigned list = onlist & ~(priv & mops & used);
	const unsigned unused = ~used & (mops | priv | onlist | iso | plock);
	const unsigned isolation = iso & ~plock & ~(priv & ~onlist);
	if (UNLIKELY(list | unused | isolation))
		fail("list, free or isolation");
	if (UNLIKELY(!has(s, LOCK, 0) && (unsigned)__builtin_popcount(priv & ~onlist) != get(s, ISOLATED, WIDTH(NC))))
		fail("counter");
}

/* The successors. Where the fields of a process lie is known when compiling. */

#define TO(next, from, label) flip(&(next), pc_at, (from) ^ (label))
#define STEP(from, label, ...) \
	do { \
		state n = *s; \
		__VA_ARGS__; \
		TO(n, from, label); \
		*out++ = n; \
	} while (0)
#define EACH(page, of) for (unsigned rest = (of), page; rest && (page = __builtin_ctz(rest), 1); rest &= rest - 1)
#define FREE_PAGES (PAGES & ~referenced[get(s, REF, P * REF_BITS)])

INLINE state *inflate(const state *s, state *out, unsigned pc_at, unsigned pg_at)
{
	const unsigned pg = get(s, pg_at, PAGE_BITS);
	switch (get(s, pc_at, 3)) {
	case I0:
		EACH(page, FREE_PAGES) STEP(I0, I1, get_page(&n, page); flip(&n, pg_at, page));
		break;
	case I1:
		if (!has(s, LOCK, 0))
			STEP(I1, I2, set(&n, LOCK, 0));
		break;
	case I2: STEP(I2, I3, set(&n, MOPS, pg)); break;
	case I3: STEP(I3, I4, set(&n, PRIV, pg)); break;
	case I4: STEP(I4, I5, set(&n, ONLIST, pg)); break;
	case I5: STEP(I5, I0, clear(&n, LOCK, 0); flip(&n, pg_at, pg)); break;
	}
	return out;
}

INLINE state *deflate(const state *s, state *out, unsigned pc_at, unsigned pg_at)
{
	const unsigned pg = get(s, pg_at, PAGE_BITS);
	switch (get(s, pc_at, 3)) {
	case D0:
		if (!has(s, LOCK, 0))
			STEP(D0, D1, set(&n, LOCK, 0));
		break;
	case D1:
		if (!all(s, ONLIST))
			STEP(D1, D5, );
		EACH(page, all(s, ONLIST)) STEP(D1, D2, clear(&n, ONLIST, page); flip(&n, pg_at, page));
		break;
	case D2: STEP(D2, D3, clear(&n, PRIV, pg)); break;
	case D3: STEP(D3, D4, clear(&n, LOCK, 0)); break;
	case D4: STEP(D4, D0, put_page(&n, pg); flip(&n, pg_at, pg)); break;
	case D5: STEP(D5, D0, clear(&n, LOCK, 0)); break;
	}
	return out;
}

INLINE state *compact(const state *s, state *out, unsigned pc_at, unsigned pg_at, unsigned np_at)
{
	const unsigned pg = get(s, pg_at, PAGE_BITS), np = get(s, np_at, PAGE_BITS);
	const unsigned pc = get(s, pc_at, 5);
	switch (pc) {
	case C0:
		EACH(page, all(s, MOPS)) STEP(C0, C1, flip(&n, pg_at, page));
		break;
	case C1:
		if (references(s, pg) == 0)
			STEP(C1, C0, flip(&n, pg_at, pg));
		else
			STEP(C1, C2, get_page(&n, pg));
		break;
	case C2:
		if (has(s, PLOCK, pg))
			STEP(C2, CP, );
		else
			STEP(C2, C3, set(&n, PLOCK, pg));
		break;
	case C3:
		if (has(s, MOPS, pg) && !has(s, ISO, pg))
			STEP(C3, C4, );
		else
			STEP(C3, CU, );
		break;
	case C4:
	case M4:
	case B2:
		if (!has(s, LOCK, 0))
			STEP(pc, pc + 1, set(&n, LOCK, 0));
		break;
	case C5:
		if (has(s, PRIV, pg))
			STEP(C5, C7, clear(&n, ONLIST, pg); isolated_more(&n));
		else
			STEP(C5, C6, );
		break;
	case C6: STEP(C6, CU, clear(&n, LOCK, 0)); break;
	case CU: STEP(CU, CP, clear(&n, PLOCK, pg)); break;
	case CP: STEP(CP, C0, put_page(&n, pg); flip(&n, pg_at, pg)); break;
	case C7: STEP(C7, C8, clear(&n, LOCK, 0)); break;
	case C8: STEP(C8, C9, set(&n, ISO, pg)); break;
	case C9: STEP(C9, C10, clear(&n, PLOCK, pg)); break;
	case C10:
		STEP(C10, B1, );
		EACH(page, FREE_PAGES) STEP(C10, M1, get_page(&n, page); flip(&n, np_at, page));
		break;
	case B1:
	case M1:
		if (!has(s, PLOCK, pg))
			STEP(pc, pc + 1, set(&n, PLOCK, pg));
		break;
	case B3: STEP(B3, B4, set(&n, ONLIST, pg); isolated_less(&n)); break;
	case B4: STEP(B4, B5, clear(&n, LOCK, 0)); break;
	case B5: STEP(B5, CU, clear(&n, ISO, pg)); break;
	case M2:
		if (!has(s, PLOCK, np))
			STEP(M2, M3, set(&n, PLOCK, np));
		break;
	case M3: STEP(M3, M4, get_page(&n, np)); break;
	case M5: STEP(M5, M6, set(&n, MOPS, np)); break;
	case M6: STEP(M6, M7, set(&n, PRIV, np)); break;
	case M7: STEP(M7, M8, set(&n, ONLIST, np); isolated_less(&n)); break;
	case M8: STEP(M8, M9, clear(&n, PRIV, pg)); break;
	case M9: STEP(M9, M10, clear(&n, LOCK, 0)); break;
	case M10: STEP(M10, M11, put_count(&n, pg)); break;
	case M11: STEP(M11, M12, clear(&n, ISO, pg)); break;
	case M12: STEP(M12, M13, clear(&n, PLOCK, np)); break;
	case M13: STEP(M13, CU, put_page(&n, np); flip(&n, np_at, np)); break;
	}
	return out;
}

INLINE state *expand(const state *s, state *out)
{
	if (NI > 0) out = inflate(s, out, IPC0, IPG0);
	if (NI > 1) out = inflate(s, out, IPC1, IPG1);
	if (NI > 2) out = inflate(s, out, IPC2, IPG2);
	if (ND > 0) out = deflate(s, out, DPC0, DPG0);
	if (ND > 1) out = deflate(s, out, DPC1, DPG1);
	if (ND > 2) out = deflate(s, out, DPC2, DPG2);
	if (NC > 0) out = compact(s, out, CPC0, CPG0, NPG0);
	if (NC > 1) out = compact(s, out, CPC1, CPG1, NPG1);
	if (NC > 2) out = compact(s, out, CPC2, CPG2, NPG2);
	return out;
}
