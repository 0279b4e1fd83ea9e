import type { FieldNode, FieldTree } from './field-tree.ts';

/** The fields of a row that are not in the file: their numbers, each once, are the first `count` of `ids`. */
export class UnplacedFields {
  ids = new Int32Array(64);
  count = 0;
  readonly #tree: FieldTree;
  #row = 0;

  constructor(tree: FieldTree) {
    this.#tree = tree;
  }

  /** A row begins. */
  begin(): void {
    this.#row++;
    this.count = 0;
  }

  add(node: FieldNode): void {
    const { overflow } = this.#tree;
    const counter = node.id === overflow.id ? overflow : node;
    if (counter.unplacedIn === this.#row) return;
    counter.unplacedIn = this.#row;
    if (this.count === this.ids.length) {
      const larger = new Int32Array(this.count * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.count++] = node.id;
  }
}
