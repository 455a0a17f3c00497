/* A hand-written breadth-first explorer of examples/balloon-protocol.ts: the limit of the platform that the benchmark compares with.
 * A state is packed as Ballast's layout has it, so that the digest is Ballast's too. One word: open addressing over the keys
 * themselves. Two words: states in an arena, and a table of 32-bit indices with some bits of the hash. Both grow from small.
 *
 * gcc -O3 -march=native [-DP=4 -DNI=1 -DND=1 -DNC=2] [-DPREFETCH=0] [-DHUGE_PAGES=1] explorer.c -o explorer && ./explorer
 * It prints one line of JSON. Status 1: an invariant is violated, a count leaves its range, or a state has no successor. */

#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

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
#ifndef PREFETCH
#define PREFETCH 1
#endif
#ifndef HUGE_PAGES
#define HUGE_PAGES 0
#endif
#ifndef INDEX_BITS
#define INDEX_BITS 26 /* two words: how many states there is room for; the other bits of a slot are of the hash */
#endif
#define BATCH 256
#define FAN_OUT_MOST 64 /* at least the most successors of one state: (P + 1) for each process */

#define INLINE static inline __attribute__((always_inline))
#define UNLIKELY(test) __builtin_expect(!!(test), 0)

/* ---- the layout: fields in order of declaration, each of least width, none across two words */

enum { I0, I1, I2, I3, I4, I5 };
enum { D0, D1, D2, D3, D4, D5 };
enum { C0, C1, C2, C3, C4, C5, C6, CU, CP, C7, C8, C9, C10, B1, B2, B3, B4, B5 };
enum { M1 = B5 + 1, M2, M3, M4, M5, M6, M7, M8, M9, M10, M11, M12, M13 };

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

/* ---- the invariants, all pages at once */

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

/* ---- the successors; where a process is and its page are at places known when compiling */

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

/* ---- XXH64, seed 0, of the words */

INLINE uint64_t rotate(uint64_t word, int by)
{
	return word << by | word >> (64 - by);
}
INLINE uint64_t hash(const state *s)
{
	const uint64_t p1 = 0x9E3779B185EBCA87, p2 = 0xC2B2AE3D27D4EB4F, p3 = 0x165667B19E3779F9;
	const uint64_t p4 = 0x85EBCA77C2B2AE63, p5 = 0x27D4EB2F165667C5;
	uint64_t h = p5 + 8 * WORDS;
	for (int word = 0; word < WORDS; word++) {
		h ^= rotate(s->w[word] * p2, 31) * p1;
		h = rotate(h, 27) * p1 + p4;
	}
	h = (h ^ h >> 33) * p2;
	h = (h ^ h >> 29) * p3;
	return h ^ h >> 32;
}

/* ---- the seen set. A slot is found by the upper bits of the hash, so that slots lie in the order of the hashes. */

static uint64_t distinct, generated, digest;
static state *fresh; /* behind the last new state of the next level */

static int slots_log = 13;
#define SLOTS (1ull << slots_log)
#define SLOT(hash) ((hash) >> (64 - slots_log))
#define LOAD_PERCENT_MOST 70

/* Four times while the table is small, which costs fewer sweeps; then twice, which wastes less. */
static int slots_log_next(void)
{
	return slots_log + (slots_log < 19 ? 2 : 1);
}
static int is_short_of_slots(unsigned more)
{
	return (distinct + more) * 100 > SLOTS * LOAD_PERCENT_MOST;
}

/* Memory that costs nothing until it is touched. */
static void *reserve(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED) {
		perror("mmap");
		exit(2);
	}
	if (HUGE_PAGES)
		madvise(memory, bytes, MADV_HUGEPAGE);
	return memory;
}

INLINE void add(const state *s, uint64_t hash)
{
	check(s);
	*fresh++ = *s;
	distinct++;
	digest += hash;
}

/* One word: the keys themselves. The initial state is 0 and so is an empty slot: 0 is found to be seen wherever it is looked for. */

static uint64_t *keys;

static void grow_keys(void)
{
	const uint64_t *old = keys, old_slots = SLOTS;
	slots_log = slots_log_next();
	keys = reserve(SLOTS * sizeof *keys);
	/* In the order of the hashes, so that this writes the new table almost from front to end. */
	for (uint64_t from = 0; from < old_slots; from++) {
		if (!old[from])
			continue;
		uint64_t slot = SLOT(hash(&(state){{old[from]}}));
		while (keys[slot])
			slot = (slot + 1) & (SLOTS - 1);
		keys[slot] = old[from];
	}
	munmap((void *)old, old_slots * sizeof *keys);
}

static void insert_keys(const state *batch, unsigned count)
{
	uint64_t hashes[BATCH + FAN_OUT_MOST];
	while (is_short_of_slots(count))
		grow_keys();
	for (unsigned i = 0; i < count; i++) {
		hashes[i] = hash(&batch[i]);
		if (PREFETCH)
			__builtin_prefetch(&keys[SLOT(hashes[i])], 1);
	}
	for (unsigned i = 0; i < count; i++) {
		const uint64_t key = batch[i].w[0];
		uint64_t slot = SLOT(hashes[i]);
		while (keys[slot] != key && keys[slot])
			slot = (slot + 1) & (SLOTS - 1);
		if (keys[slot] == key)
			continue;
		keys[slot] = key;
		add(&batch[i], hashes[i]);
	}
}

/* Two words: indices into the arena, plus one, below the lower bits of the hash. */

#define INDEX_MOST ((1u << INDEX_BITS) - 1)
#define TAG(hash) ((uint32_t)(hash) << INDEX_BITS)

static uint32_t *slots;
static state *arena;

static void grow_slots(void)
{
	munmap(slots, SLOTS * sizeof *slots);
	slots_log = slots_log_next();
	slots = reserve(SLOTS * sizeof *slots);
	uint64_t hashes[BATCH];
	for (uint64_t from = 0; from < distinct; from += BATCH) {
		const unsigned count = distinct - from < BATCH ? distinct - from : BATCH;
		for (unsigned i = 0; i < count; i++) {
			hashes[i] = hash(&arena[from + i]);
			if (PREFETCH)
				__builtin_prefetch(&slots[SLOT(hashes[i])], 1);
		}
		for (unsigned i = 0; i < count; i++) {
			uint64_t slot = SLOT(hashes[i]);
			while (slots[slot])
				slot = (slot + 1) & (SLOTS - 1);
			slots[slot] = TAG(hashes[i]) | (uint32_t)(from + i + 1);
		}
	}
}

/* Where the state is that a slot may mean, or NULL. */
INLINE const state *candidate(uint32_t slot, uint64_t hash)
{
	return slot && !((slot ^ TAG(hash)) & ~INDEX_MOST) ? &arena[(slot & INDEX_MOST) - 1] : NULL;
}

static void insert_slots(const state *batch, unsigned count)
{
	uint64_t hashes[BATCH + FAN_OUT_MOST];
	if (distinct + count > INDEX_MOST) {
		fprintf(stderr, "more than 2^%d states: raise INDEX_BITS\n", INDEX_BITS);
		exit(2);
	}
	while (is_short_of_slots(count))
		grow_slots();
	for (unsigned i = 0; i < count; i++) {
		hashes[i] = hash(&batch[i]);
		if (PREFETCH)
			__builtin_prefetch(&slots[SLOT(hashes[i])], 1);
	}
	for (unsigned i = 0; PREFETCH && i < count; i++) {
		const state *known = candidate(slots[SLOT(hashes[i])], hashes[i]);
		if (known)
			__builtin_prefetch(known);
	}
	for (unsigned i = 0; i < count; i++) {
		uint64_t slot = SLOT(hashes[i]);
		const state *known = NULL;
		while (slots[slot]) {
			known = candidate(slots[slot], hashes[i]);
			if (known && !memcmp(known, &batch[i], sizeof *known))
				break;
			slot = (slot + 1) & (SLOTS - 1);
		}
		if (slots[slot])
			continue;
		slots[slot] = TAG(hashes[i]) | (uint32_t)(distinct + 1);
		add(&batch[i], hashes[i]);
	}
}

/* ---- the search */

static state batch[BATCH + FAN_OUT_MOST];

INLINE state *flush(const state *end)
{
	const unsigned count = end - batch;
	generated += count;
	if (WORDS == 1)
		insert_keys(batch, count);
	else
		insert_slots(batch, count);
	return batch;
}

/* Returns the largest depth. With keys a level lies in one of two buffers in turn, else it is the end of the arena. */
static int search(void)
{
	const size_t most = 1ull << 33;
	state *here = reserve(most), *there = WORDS == 1 ? reserve(most) : NULL;
	const state initial = {{0}};
	if (WORDS == 1) {
		keys = reserve(SLOTS * sizeof *keys);
	} else {
		slots = reserve(SLOTS * sizeof *slots);
		arena = here;
		slots[SLOT(hash(&initial))] = TAG(hash(&initial)) | 1;
	}
	fresh = here;
	generated = 1;
	add(&initial, hash(&initial));
	for (int depth = 0;; depth++) {
		state *const level_end = fresh, *const next = WORDS == 1 ? there : level_end;
		state *end = batch;
		fresh = next;
		for (const state *s = here; s < level_end; s++) {
			state *const begin = end;
			end = expand(s, begin);
			if (UNLIKELY(end == begin))
				fail("deadlock");
			if (end - batch >= BATCH)
				end = flush(end);
		}
		flush(end);
		if (fresh == next)
			return depth;
		there = here;
		here = next;
	}
}

int main(void)
{
	struct timespec start, end;
	clock_gettime(CLOCK_MONOTONIC, &start);
	fill_referenced();
	const int depth = search();
	clock_gettime(CLOCK_MONOTONIC, &end);
	const double seconds = (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
	printf("{\"distinct\":%llu,\"generated\":%llu,\"depth\":%d,\"digest\":\"%016llx\",\"stateBits\":%d,\"seconds\":%.6f}\n",
	       (unsigned long long)distinct, (unsigned long long)generated, depth, (unsigned long long)digest, STATE_END, seconds);
	return 0;
}
