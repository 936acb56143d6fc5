// The length of a visit, and whether the server is there.

const TOUCHES = ['pointerdown', 'touchmove', 'keydown', 'wheel', 'input'];
const SECOND = 1000;
const POLL = 5 * SECOND;
const PATIENCE = 4 * SECOND;
const FAILURES = 2;
const LONGEST_BUSY = 180 * SECOND;

/**
 * Ask whether anyone is there after `idle` seconds without a touch; end the visit `warning`
 * seconds later. A page that nobody has touched is left alone. Who waits for an answer or listens to
 * one is there, for a while.
 */
export function watchVisit({ idle, warning, ask, count, end, isBusy }) {
  let touched = 0;
  let asked = 0;
  const now = () => performance.now();

  function touch() {
    if (!asked) touched = now();
  }
  for (const name of TOUCHES) {
    window.addEventListener(name, touch, { capture: true, passive: true });
  }

  setInterval(() => {
    if (!touched) return;
    const quiet = now() - touched;
    if (asked) {
      const left = Math.ceil(warning - (now() - asked) / SECOND);
      if (left > 0) count(left);
      else end();
    } else if (quiet >= idle * SECOND && !(isBusy() && quiet < LONGEST_BUSY)) {
      asked = now();
      count(warning);
      ask();
    }
  }, SECOND / 4);

  return {
    touch,
    /** Who was asked is there. */
    stay() {
      if (!asked) return;
      asked = 0;
      touch();
    },
    forget() {
      asked = 0;
      touched = 0;
    },
    get isFresh() {
      return touched === 0;
    },
  };
}

/** Poll the server's health; say as long as it is lost, and when it is back. */
export function watchServer({ address, lost, back }) {
  let failures = 0;
  let missed = -POLL;

  async function isThere() {
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      return (await fetch(address, { cache: 'no-store', signal })).ok;
    } catch {
      return false;
    }
  }

  function missing() {
    failures = FAILURES;
    missed = performance.now();
    lost();
  }

  setInterval(async () => {
    if (await isThere()) {
      if (performance.now() - missed < POLL) return; // what is said has to be read
      if (failures >= FAILURES) back();
      failures = 0;
    } else if (++failures >= FAILURES) {
      lost();
    }
  }, POLL);

  return { isThere, missing };
}
