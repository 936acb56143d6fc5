// Reading aloud with a Swedish voice of this machine. Without one there is no button.
// A voice from elsewhere would send the text away.

const RATE = 0.95;

/** Let `control` start and stop the reading of the nodes that `texts()` returns. */
export function makeReader(control, texts, translate) {
  const speech = window.speechSynthesis;

  function stop() {
    speech?.cancel();
    show(false);
  }

  function start() {
    const nodes = texts();
    nodes.forEach((node, number) => {
      const utterance = new SpeechSynthesisUtterance(node.textContent);
      Object.assign(utterance, { voice: swedishVoice(), lang: 'sv-SE', rate: RATE });
      if (number === nodes.length - 1) utterance.onend = utterance.onerror = () => show(false);
      speech.speak(utterance);
    });
    show(true);
  }

  function show(reading) {
    control.lastChild.dataset.word = reading ? 'stop_reading' : 'read';
    translate(control);
  }

  function swedishVoice() {
    return speech
      ?.getVoices()
      .find(({ lang, localService }) => localService && /^sv\b/i.test(lang.replace('_', '-')));
  }

  control.addEventListener('click', () => (speech.speaking ? stop() : start()));
  return {
    stop,
    offer() {
      control.hidden = !swedishVoice() || !texts().length;
    },
    isReading: () => Boolean(speech?.speaking),
  };
}
