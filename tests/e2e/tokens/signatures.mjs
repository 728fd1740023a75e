// Signatures by the right key that are no signatures of their algorithm: other paddings, other hashes, other
// encodings, numbers outside their group. [what it is, the Authorization field].
import { constants, createHash, privateEncrypt, sign } from 'node:crypto';

import { claims, jws } from './issuer.mjs';

// Orders of the groups of P-256 and Ed25519 (FIPS 186-5).
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const bigEndian = (number) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
const littleEndian = (number) => bigEndian(number).reverse();
const numberOf = (bytes) => BigInt(`0x${bytes.toString('hex')}`);

const SHA256_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

function rsaForms({ kid, privateKey, signer, publicKey }) {
  const size = publicKey.asymmetricKeyDetails.modulusLength / 8;
  const raw = (block) => privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block);
  // 00 01 FF… 00, cut short so that rubbish has room behind the hash: where a reader does not look at the end,
  // such a block can be made without the key when the exponent is small.
  const padded = (input, before, behind) => {
    const hash = createHash('sha256').update(input).digest();
    const rest = size - 3 - before.length - hash.length - behind;
    return Buffer.concat([Buffer.from([0, 1]), Buffer.alloc(rest, 0xff), Buffer.from([0]), before, hash, Buffer.alloc(behind, 0x41)]);
  };
  return [
    ['RS256 with the padding of PSS', (input) => sign('sha256', input, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING })],
    ['RS256 over SHA-1', (input) => sign('sha1', input, privateKey)],
    ['RS256 over SHA-512', (input) => sign('sha512', input, privateKey)],
    ['RS256 with rubbish behind the hash', (input) => raw(padded(input, SHA256_INFO, 60))],
    ['RS256 without the hash\'s name', (input) => raw(padded(input, Buffer.alloc(0), 0))],
    ['RS256 with a byte in front', (input) => Buffer.concat([Buffer.from([0]), signer(input)])],
    ['RS256 with a byte behind', (input) => Buffer.concat([signer(input), Buffer.from([0])])],
    ['RS256 of zeros', () => Buffer.alloc(size)],
    ['RS256 of one', () => Buffer.concat([Buffer.alloc(size - 1), Buffer.from([1])])],
    ['RS256 of all bits', () => Buffer.alloc(size, 0xff)],
  ].map(([what, form]) => [what, { alg: 'RS256', kid }, form]);
}

function ecForms({ kid, privateKey, signer }) {
  const n = bigEndian(P256_ORDER);
  const halves = (input) => {
    const right = signer(input);
    return [right.subarray(0, 32), right.subarray(32)];
  };
  const both = (r, s) => Buffer.concat([r, s]);
  const zero = Buffer.alloc(32);
  return [
    ['ES256 as DER', (input) => sign('sha256', input, privateKey)],
    ['ES256 over SHA-512', (input) => sign('sha512', input, { key: privateKey, dsaEncoding: 'ieee-p1363' })],
    ['ES256 with its halves exchanged', (input) => both(...halves(input).reverse())],
    ['ES256 with s = 0', (input) => both(halves(input)[0], zero)],
    ['ES256 with r = 0', (input) => both(zero, halves(input)[1])],
    ['ES256 with r = s = n', () => both(n, n)],
    ['ES256 with r = 0, s = n', () => both(zero, n)],
    ['ES256 with r = s = 1', () => both(bigEndian(1n), bigEndian(1n))],
    ['ES256 of all bits', () => Buffer.alloc(64, 0xff)],
    ['ES256 with a byte behind', (input) => Buffer.concat([signer(input), Buffer.from([0])])],
    ['ES256 with halves of 33 bytes', (input) => Buffer.concat(halves(input).flatMap((half) => [Buffer.from([0]), half]))],
  ].map(([what, form]) => [what, { alg: 'ES256', kid }, form]);
}

function edForms({ kid, signer }) {
  const split = (input) => [signer(input).subarray(0, 32), Buffer.from(signer(input).subarray(32))];
  // The neutral point of the curve, and the point of order two.
  const neutral = littleEndian(1n);
  const small = littleEndian(2n ** 255n - 20n);
  return [
    ['EdDSA with s + L', (input) => {
      const [r, s] = split(input);
      return Buffer.concat([r, littleEndian(numberOf(s.reverse()) + ED25519_ORDER)]);
    }],
    ['EdDSA with s = L', (input) => Buffer.concat([split(input)[0], littleEndian(ED25519_ORDER)])],
    ['EdDSA with R neutral, s = 0', () => Buffer.concat([neutral, Buffer.alloc(32)])],
    ['EdDSA with R of small order, s = 0', () => Buffer.concat([small, Buffer.alloc(32)])],
    ['EdDSA of all bits', () => Buffer.alloc(64, 0xff)],
    ['EdDSA with its halves exchanged', (input) => Buffer.concat(split(input).reverse())],
    ['EdDSA over a byte more', (input) => signer(Buffer.concat([input, Buffer.from([0])]))],
  ].map(([what, form]) => [what, { alg: 'EdDSA', kid }, form]);
}

export const strangeSignatures = ({ rsa, ec, ed }) => [...rsaForms(rsa), ...ecForms(ec), ...edForms(ed)]
  .map(([what, header, form]) => [what, `Bearer ${jws(header, claims(), form)}`]);
