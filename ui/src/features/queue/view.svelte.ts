/** Rows drawn above and below those in view, so that quick scrolling shows no gap. */
const MARGIN = 12;

/** The row height assumed before one can be measured, in pixels. */
const ROW = 54;
const VIEW = 800;

/** Which rows of a long list are in view. All rows have the same height, which is measured. */
export class RowsInView {
  rowHeight = $state(ROW);
  #top = $state(0);
  #view = $state(VIEW);

  /** The rows to draw of a list of `count`: from `first`, up to and without `last`. */
  among(count: number): { first: number; last: number } {
    const first = Math.max(0, Math.floor(this.#top / this.rowHeight) - MARGIN);
    const last = Math.min(count, Math.ceil((this.#top + this.#view) / this.rowHeight) + MARGIN);
    return { first: Math.min(first, Math.max(0, last - 1)), last };
  }

  /** Follows a scrolling list until the returned function is called. */
  follow(scroller: HTMLElement, body: () => HTMLElement | undefined): () => void {
    const look = (): void => {
      this.#top = scroller.scrollTop;
      this.#view = scroller.clientHeight || VIEW;
      const row = body()?.querySelector<HTMLElement>('[data-id]');
      if (row && row.offsetHeight > 0) this.rowHeight = row.offsetHeight;
    };
    look();
    scroller.addEventListener('scroll', look, { passive: true });
    const resized = 'ResizeObserver' in window ? new ResizeObserver(look) : null;
    resized?.observe(scroller);
    return () => {
      scroller.removeEventListener('scroll', look);
      resized?.disconnect();
    };
  }

  /** Scrolls to a row that is not drawn. */
  showRow(scroller: HTMLElement, index: number): void {
    scroller.scrollTop = Math.max(0, index * this.rowHeight - this.#view / 2);
    this.#top = scroller.scrollTop;
  }
}

/** Makes a spacer row as tall as the rows that are not drawn there. */
export function tall(node: HTMLElement, pixels: number): { update: (pixels: number) => void } {
  const update = (size: number): void => {
    node.style.blockSize = `${size}px`;
  };
  update(pixels);
  return { update };
}
