/* examples/readers-writers.ts in Promela: the same actions, so that distinct states and transitions are equal.
 * spin -DN=4 -a readers-writers.pml; N is 1 to 4. A request is a number for its kind and its actor. */
#ifndef N
#define N 4
#endif

byte readers, writers;	/* a bit for each actor */
chan waiting = [2 * N] of { byte };

/* An actor, and its requests to read and to write. */
#define ACTOR(a, read, write) \
	:: d_step { !(waiting ?? [read]) -> waiting ! read } \
	:: d_step { !(waiting ?? [write]) -> waiting ! write } \
	:: d_step { waiting ? [read] && writers == 0 -> waiting ? read; readers = readers | (1 << a) } \
	:: d_step { waiting ? [write] && writers == 0 && readers == 0 -> waiting ? write; writers = writers | (1 << a) } \
	:: d_step { (readers & (1 << a)) != 0 -> readers = readers & ~(1 << a) } \
	:: d_step { (writers & (1 << a)) != 0 -> writers = writers & ~(1 << a) }

active proctype system()
{
	do
	ACTOR(0, 0, 1)
#if N > 1
	ACTOR(1, 2, 3)
#endif
#if N > 2
	ACTOR(2, 4, 5)
#endif
#if N > 3
	ACTOR(3, 6, 7)
#endif
	od
}

/* Its guard is evaluated in every state; it adds no states. */
#define INV (!(readers != 0 && writers != 0) && (writers & (writers - 1)) == 0)
active proctype monitor() { end: atomic { !INV -> assert(false) } }
