/* examples/n-peterson.ts in Promela: the same steps, so that distinct states and transitions are equal.
 * spin -DN=5 -a n-peterson.pml; N is 2 to 6. A gate that is passed last leads inside in the same step, as a test of a local does there. */
#ifndef N
#define N 5
#endif

byte q[N];	/* the gate at which a process stands */
byte turn[N];	/* who came last to a gate, 0 for nobody, else 1 and more; turn[0] is never used */
byte inside;	/* a bit for each process inside: what the program counters say, for the monitor alone */

#define BEHIND(p) (p == _pid || q[p] < gate)
#if N > 2
#define B2 && BEHIND(2)
#else
#define B2
#endif
#if N > 3
#define B3 && BEHIND(3)
#else
#define B3
#endif
#if N > 4
#define B4 && BEHIND(4)
#else
#define B4
#endif
#if N > 5
#define B5 && BEHIND(5)
#else
#define B5
#endif
#define MAY_PASS (turn[gate] != _pid + 1 || (BEHIND(0) && BEHIND(1) B2 B3 B4 B5))

active [N] proctype proc()
{	byte gate = 0;
enter:	gate = 1;
raise:	q[_pid] = gate;
arrive:	turn[gate] = _pid + 1;
look:	if
	:: d_step { gate < N - 1 && MAY_PASS -> gate++ }; goto raise
	:: d_step { gate == N - 1 && MAY_PASS -> gate++; inside = inside | (1 << _pid) }
	:: d_step { !MAY_PASS -> skip }; goto look
	fi;
leave:	d_step { q[_pid] = 1; inside = inside & ~(1 << _pid) };
	goto enter
}

/* Its guard is evaluated in every state; it adds no states. */
active proctype monitor() { end: atomic { (inside & (inside - 1)) != 0 -> assert(false) } }
