/* A hand-written breadth-first explorer of the balloon protocol: the limit of the platform that the benchmark compares with.
 * The seen set is exact. One word: open addressing over the packed states themselves. Two words: states in an arena, and a table of
 * 32-bit indices with some bits of the hash. Both grow from small. The digest is Ballast's, so that equal digests say equal states.
 *
 *   gcc -O3 -march=native [-DP=4 -DNI=1 -DND=1 -DNC=2] [-DPREFETCH=0] [-DHUGE_PAGES=1] explorer.c -o explorer && ./explorer
 *
 * It prints one line of JSON. Status 1: an invariant is violated, a count leaves its range, or a state has no successor. */

#define _GNU_SOURCE
#include <sys/mman.h>
#include <time.h>
#include "balloon.h"

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

/* XXH64, seed 0, of the words. */

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

/* The seen set. A slot is found by the upper bits of the hash, so that slots lie in the order of the hashes. */

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

/* `how` is MAP_NORESERVE for what costs nothing until it is touched, MAP_POPULATE for what is touched all over anyway. */
static void *map(size_t bytes, int how)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | how, -1, 0);
	if (memory == MAP_FAILED) {
		perror("mmap");
		exit(2);
	}
	return memory;
}

/* A new table. Huge pages have to be asked for before the memory is touched. */
static void *map_slots(size_t bytes)
{
	void *memory = map(bytes, HUGE_PAGES ? MAP_NORESERVE : MAP_POPULATE);
	if (HUGE_PAGES)
		madvise(memory, bytes, MADV_HUGEPAGE);
	return memory;
}

/* Looks at the first slot of each state of a batch without a branch, so that the cache misses of many overlap, with prefetch or
 * without, and then goes only through those that were not found there. New states are counted and checked at the end. */

static void add(state *end, uint64_t hash_sum)
{
	for (const state *s = fresh; s < end; s++)
		check(s);
	distinct += end - fresh;
	digest += hash_sum;
	fresh = end;
}

/* One word: the keys themselves. The initial state is 0 and so is an empty slot: 0 is found wherever it is looked for. */

static uint64_t *keys;

static void grow_keys(void)
{
	uint64_t *const old = keys, old_slots = SLOTS;
	slots_log = slots_log_next();
	keys = map_slots(SLOTS * sizeof *keys);
	/* In the order of the hashes, so that this writes the new table almost from front to end. */
	for (uint64_t from = 0; from < old_slots; from++) {
		if (!old[from])
			continue;
		uint64_t slot = SLOT(hash(&(state){{old[from]}}));
		while (keys[slot])
			slot = (slot + 1) & (SLOTS - 1);
		keys[slot] = old[from];
	}
	munmap(old, old_slots * sizeof *keys);
}

static void insert_keys(const state *batch, unsigned count)
{
	uint64_t hashes[BATCH + FAN_OUT_MOST], sum = 0;
	uint16_t unfound[BATCH + FAN_OUT_MOST];
	unsigned unfounds = 0;
	state *end = fresh;
	while (is_short_of_slots(count))
		grow_keys();
	for (unsigned i = 0; i < count; i++)
		hashes[i] = hash(&batch[i]);
	for (unsigned i = 0; PREFETCH && i < count; i++)
		__builtin_prefetch(&keys[SLOT(hashes[i])], 1);
	for (unsigned i = 0; i < count; i++) {
		unfound[unfounds] = i;
		unfounds += keys[SLOT(hashes[i])] != batch[i].w[0];
	}
	for (unsigned each = 0; each < unfounds; each++) {
		const unsigned i = unfound[each];
		const uint64_t key = batch[i].w[0];
		uint64_t slot = SLOT(hashes[i]);
		while (keys[slot] != key && keys[slot])
			slot = (slot + 1) & (SLOTS - 1);
		/* Whether it is new cannot be foretold: written in any case, and counted without a branch. */
		const int is_new = keys[slot] != key;
		keys[slot] = key;
		*end = batch[i];
		end += is_new;
		sum += is_new ? hashes[i] : 0;
	}
	add(end, sum);
}

/* Two words: an arena, and its indices in the table below some bits of the hash. Index 0 stands for an empty slot: what lies there
 * is a copy of the initial state, so that to find it is always right. */

#define INDEX_MOST ((1u << INDEX_BITS) - 1)
#define TAG(hash) ((uint32_t)(hash) << INDEX_BITS)

static uint32_t *slots;
static state *arena;

static void grow_slots(void)
{
	munmap(slots, SLOTS * sizeof *slots);
	slots_log = slots_log_next();
	slots = map_slots(SLOTS * sizeof *slots);
	uint64_t hashes[BATCH];
	for (uint64_t from = 1; from <= distinct; from += BATCH) {
		const unsigned count = distinct + 1 - from < BATCH ? distinct + 1 - from : BATCH;
		for (unsigned i = 0; i < count; i++)
			hashes[i] = hash(&arena[from + i]);
		for (unsigned i = 0; PREFETCH && i < count; i++)
			__builtin_prefetch(&slots[SLOT(hashes[i])], 1);
		for (unsigned i = 0; i < count; i++) {
			uint64_t slot = SLOT(hashes[i]);
			while (slots[slot])
				slot = (slot + 1) & (SLOTS - 1);
			slots[slot] = TAG(hashes[i]) | (uint32_t)(from + i);
		}
	}
}

/* The index in a slot if the bits of the hash agree, else 0. */
INLINE uint32_t index_in(uint32_t slot, uint64_t hash)
{
	return (slot ^ TAG(hash)) >> INDEX_BITS ? 0 : slot & INDEX_MOST;
}
INLINE int is_same(const state *a, const state *b)
{
	return !((a->w[0] ^ b->w[0]) | (a->w[WORDS - 1] ^ b->w[WORDS - 1]));
}

static void insert_slots(const state *batch, unsigned count)
{
	uint64_t hashes[BATCH + FAN_OUT_MOST], sum = 0;
	uint32_t known[BATCH + FAN_OUT_MOST];
	uint16_t unfound[BATCH + FAN_OUT_MOST];
	unsigned unfounds = 0;
	state *end = fresh;
	if (distinct + count > INDEX_MOST) {
		fprintf(stderr, "more than 2^%d states: raise INDEX_BITS\n", INDEX_BITS);
		exit(2);
	}
	while (is_short_of_slots(count))
		grow_slots();
	for (unsigned i = 0; i < count; i++)
		hashes[i] = hash(&batch[i]);
	for (unsigned i = 0; PREFETCH && i < count; i++)
		__builtin_prefetch(&slots[SLOT(hashes[i])], 1);
	for (unsigned i = 0; i < count; i++) {
		known[i] = index_in(slots[SLOT(hashes[i])], hashes[i]);
		if (PREFETCH)
			__builtin_prefetch(&arena[known[i]]);
	}
	for (unsigned i = 0; i < count; i++) {
		unfound[unfounds] = i;
		unfounds += !is_same(&arena[known[i]], &batch[i]);
	}
	for (unsigned each = 0; each < unfounds; each++) {
		const unsigned i = unfound[each];
		uint64_t slot = SLOT(hashes[i]);
		uint32_t index = 0;
		while (slots[slot] && ((index = index_in(slots[slot], hashes[i])) == 0 || !is_same(&arena[index], &batch[i])))
			slot = (slot + 1) & (SLOTS - 1);
		if (slots[slot])
			continue;
		slots[slot] = TAG(hashes[i]) | (uint32_t)(end - arena);
		*end++ = batch[i];
		sum += hashes[i];
	}
	add(end, sum);
}

/* The search. */

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
	state *here = map(most, MAP_NORESERVE), *there = WORDS == 1 ? map(most, MAP_NORESERVE) : NULL;
	const state initial = {{0}};
	const uint64_t initial_hash = hash(&initial);
	if (WORDS == 1) {
		keys = map_slots(SLOTS * sizeof *keys);
	} else {
		arena = here++;
		slots = map_slots(SLOTS * sizeof *slots);
		slots[SLOT(initial_hash)] = TAG(initial_hash) | 1;
	}
	fresh = here;
	*here = initial;
	add(here + 1, initial_hash);
	generated = 1;
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
	printf("{\"distinct\":%llu,\"generated\":%llu,\"depth\":%d,\"digest\":\"%016llx\",\"words\":%d,\"seconds\":%.6f}\n",
	       (unsigned long long)distinct, (unsigned long long)generated, depth, (unsigned long long)digest, WORDS, seconds);
	return 0;
}
