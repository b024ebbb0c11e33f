// Counts a field's characters as the server does: NFC, then grapheme clusters. Without it the page works too;
// the server counts when the form is sent.
const segmenter = typeof Intl.Segmenter === 'function' ? new Intl.Segmenter() : undefined;

function count(text) {
  const normal = text.trim().normalize('NFC');
  return segmenter ? [...segmenter.segment(normal)].length : [...normal].length;
}

for (const counter of document.querySelectorAll('[data-count]')) {
  const field = document.getElementById(counter.dataset.count);
  const said = document.querySelector(`[data-said="${counter.dataset.count}"]`);
  const limit = Number(counter.dataset.limit);
  let pause;
  const show = () => {
    const length = count(field.value);
    counter.textContent = counter.dataset.pattern.replace('%', length);
    counter.classList.toggle('over', length > limit);
    // Announces the count to screen readers when typing pauses, not at every key.
    clearTimeout(pause);
    pause = setTimeout(() => {
      said.textContent = length > limit - 10 ? counter.textContent : '';
    }, 1000);
  };
  field.addEventListener('input', show);
  show();
}
