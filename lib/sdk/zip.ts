import { crc32, deflateRawSync } from "node:zlib";

export type SdkFile = { path: string; text: string };

/** Files of a ZIP archive; they get the time of the archive. */
export function zip(files: readonly SdkFile[], at: Date): Uint8Array<ArrayBuffer> {
  const stamp = dosTime(at);
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, text } of files) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)];
    const packed = deflateRawSync(content);
    const facts = { stamp, checksum: crc32(content), packedSize: packed.length, size: content.length, nameSize: name.length };
    const header = Buffer.concat([signature(0x04034b50), shared(facts), name, packed]);
    directory.push(Buffer.concat([signature(0x02014b50), word(20), shared(facts), Buffer.alloc(10), long(offset), name]));
    parts.push(header);
    offset += header.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.concat([
    signature(0x06054b50),
    long(0),
    word(files.length),
    word(files.length),
    long(index.length),
    long(offset),
    word(0),
  ]);
  return new Uint8Array(Buffer.concat([...parts, index, end]));
}

type Facts = { stamp: number; checksum: number; packedSize: number; size: number; nameSize: number };

/** The fields that stand before a file and in the directory: version 2.0, names in UTF-8, deflated, no extra field. */
function shared({ stamp, checksum, packedSize, size, nameSize }: Facts): Buffer {
  return Buffer.concat([
    word(20),
    word(0x0800),
    word(8),
    long(stamp),
    long(checksum),
    long(packedSize),
    long(size),
    word(nameSize),
    word(0),
  ]);
}

function dosTime(at: Date): number {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return date * 65_536 + time;
}

const signature = long;

function word(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
