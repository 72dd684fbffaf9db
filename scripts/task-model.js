/**
 * A model as MediaPipe's tasks take it. They want to be told what a model's numbers mean, in a note inside of its file (TFLite Metadata);
 * the model that Doorstep ships is from before there were such notes. The file is a FlatBuffer, whose references point forwards only, so
 * a new head with the note is put in front of it and its own bytes stay as they are. Plain JavaScript, because the browser test
 * runner's settings read it too.
 */

/** What may stand in a table's field. @typedef {{ byte: number } | { word: number } | { table: Field[] } | { list: Part[] } | { floats: number[] } | { bytes: Uint8Array } | { text: string } | { old: number }} Part */
/** Its number in the format's schema, and its value. @typedef {[slot: number, part: Part]} Field */

/** Fields of the schemas `tflite/schema.fbs` and `metadata_schema.fbs`, by their places. */
const MODEL = { version: 0, operators: 1, graphs: 2, description: 3, buffers: 4, metadata: 6 };
const RGB_IMAGE = 2;
const NORMALIZATION = 1;

/**
 * @param {Uint8Array} model A model of pictures whose input is RGB from 0 to 1, with one output.
 * @returns {Uint8Array}
 * @throws {Error} when it is no TFLite model, or has a note already.
 */
export function taskModel(model) {
  const old = new DataView(model.buffer, model.byteOffset, model.byteLength);
  if (textAt(model, 4) !== "TFL3") throw new Error("This is not a TFLite model.");
  const root = old.getUint32(0, true);
  const field = (/** @type {number} */ slot) => {
    const vtable = root - old.getInt32(root, true);
    const offset = 4 + 2 * slot < old.getUint16(vtable, true) ? old.getUint16(vtable + 4 + 2 * slot, true) : 0;
    return offset === 0 ? undefined : root + offset;
  };
  const target = (/** @type {number} */ at) => at + old.getUint32(at, true);
  /** @param {number} slot @returns {Part[]} */
  const listed = (slot) => {
    const at = field(slot);
    if (at === undefined) return [];
    const vector = target(at);
    return Array.from({ length: old.getUint32(vector, true) }, (_, index) => ({ old: target(vector + 4 + 4 * index) }));
  };
  /** @param {number} slot @returns {Field[]} */
  const kept = (slot) => {
    const at = field(slot);
    return at === undefined ? [] : [[slot, { old: target(at) }]];
  };

  const buffers = listed(MODEL.buffers);
  const notes = listed(MODEL.metadata);
  if (notes.some((each) => "old" in each && nameOf(old, model, each.old) === "TFLITE_METADATA")) throw new Error("It has a note already.");
  const versionAt = field(MODEL.version);
  return written(
    "TFL3",
    {
      table: [
        [MODEL.version, { word: versionAt === undefined ? 0 : old.getUint32(versionAt, true) }],
        ...kept(MODEL.operators),
        ...kept(MODEL.graphs),
        ...kept(MODEL.description),
        [MODEL.buffers, { list: [...buffers, { table: [[0, { bytes: note() }]] }] }],
        [
          MODEL.metadata,
          {
            list: [
              ...notes,
              {
                table: [
                  [0, { text: "TFLITE_METADATA" }],
                  [1, { word: buffers.length }],
                ],
              },
            ],
          },
        ],
      ],
    },
    model,
  );
}

/** The note: one picture goes in, as bytes divided by 255; one tensor comes out. */
function note() {
  /** @type {Part} */
  const picture = {
    table: [
      [0, { text: "picture" }],
      [
        3,
        {
          table: [
            [0, { byte: RGB_IMAGE }],
            [1, { table: [[0, { byte: 1 }]] }],
          ],
        },
      ],
      [
        4,
        {
          list: [
            {
              table: [
                [0, { byte: NORMALIZATION }],
                [
                  1,
                  {
                    table: [
                      [0, { floats: [0] }],
                      [1, { floats: [255] }],
                    ],
                  },
                ],
              ],
            },
          ],
        },
      ],
    ],
  };
  /** @type {Part} */
  const mask = { table: [[0, { text: "mask" }]] };
  return written("M001", {
    table: [
      [
        3,
        {
          list: [
            {
              table: [
                [2, { list: [picture] }],
                [3, { list: [mask] }],
              ],
            },
          ],
        },
      ],
    ],
  });
}

/**
 * A FlatBuffer, with what stood there before behind it.
 *
 * @param {string} kind four letters
 * @param {Part} root
 * @param {Uint8Array} [behind]
 */
function written(kind, root, behind = new Uint8Array()) {
  /** @type {number[]} */
  const out = [];
  /** References into what stands behind, which starts where this ends. @type {[at: number, old: number][]} */
  const later = [];
  const put = (/** @type {number} */ at, /** @type {number} */ value, size = 4) => {
    for (let index = 0; index < size; index += 1) out[at + index] = (value >>> (8 * index)) & 255;
  };
  const room = (/** @type {number} */ size) => {
    while (out.length % 4 !== 0) out.push(0);
    const at = out.length;
    for (let index = 0; index < size; index += 1) out.push(0);
    return at;
  };
  /** Writes it and gives its place. @param {Exclude<Part, { old: number }>} part */
  const place = (part) => {
    if ("table" in part) {
      const slots = Math.max(...part.table.map(([slot]) => slot)) + 1;
      const vtable = room(Math.ceil((4 + 2 * slots) / 4) * 4);
      const at = room(4 + 4 * part.table.length);
      put(vtable, 4 + 2 * slots, 2);
      put(vtable + 2, 4 + 4 * part.table.length, 2);
      put(at, at - vtable);
      for (const [index, [slot, inner]] of part.table.entries()) {
        const offset = 4 + 4 * index;
        put(vtable + 4 + 2 * slot, offset, 2);
        if ("byte" in inner) put(at + offset, inner.byte, 1);
        else if ("word" in inner) put(at + offset, inner.word);
        else refer(at + offset, inner);
      }
      return at;
    }
    if ("list" in part) {
      const at = room(4 + 4 * part.list.length);
      put(at, part.list.length);
      for (const [index, inner] of part.list.entries()) refer(at + 4 + 4 * index, inner);
      return at;
    }
    const bytes =
      "floats" in part
        ? new Uint8Array(new Float32Array(part.floats).buffer)
        : "text" in part
          ? new TextEncoder().encode(part.text)
          : "bytes" in part
            ? part.bytes
            : new Uint8Array();
    // What is read with an alignment of its own starts on 16 bytes; a text ends with a zero.
    while ((out.length + 4) % 16 !== 0) out.push(0);
    const at = room(4 + bytes.length + 1);
    put(at, "floats" in part ? bytes.length / 4 : bytes.length);
    for (const [index, byte] of bytes.entries()) out[at + 4 + index] = byte;
    return at;
  };
  /** @param {number} at @param {Part} part */
  const refer = (at, part) => {
    if ("old" in part) later.push([at, part.old]);
    else put(at, place(part) - at);
  };
  room(8);
  refer(0, root);
  for (let index = 0; index < 4; index += 1) out[4 + index] = kind.charCodeAt(index);
  while (out.length % 16 !== 0) out.push(0);
  for (const [at, old] of later) put(at, out.length + old - at);
  const whole = new Uint8Array(out.length + behind.length);
  whole.set(out);
  whole.set(behind, out.length);
  return whole;
}

/** @param {Uint8Array} bytes @param {number} at */
function textAt(bytes, at, length = 4) {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** The name of a note. @param {DataView} old @param {Uint8Array} bytes @param {number} table */
function nameOf(old, bytes, table) {
  const vtable = table - old.getInt32(table, true);
  const at = table + old.getUint16(vtable + 4, true);
  const text = at + old.getUint32(at, true);
  return textAt(bytes, text + 4, old.getUint32(text, true));
}
