// SPDX-License-Identifier: Apache-2.0
//
// Checks vectors.json with nothing but this file: ristretto255 (RFC 9496), STROBE and Merlin, BLAKE2b and SCALE,
// and every equation by itself, written from the text in README.md.
//
//   node tests/verify-vectors.mjs [vectors.json]

import { readFileSync } from 'node:fs';

// The field and the curve edwards25519.

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a, m = P) => ((a % m) + m) % m;
const power = (base, exponent, m = P) => {
	let result = 1n;
	for (base = mod(base, m); exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) result = (result * base) % m;
		base = (base * base) % m;
	}
	return result;
};
const D = mod(-121665n * power(121666n, P - 2n));
const SQRT_M1 = power(2n, (P - 1n) / 4n);
const negative = (a) => (mod(a) & 1n) === 1n;
const absolute = (a) => (negative(a) ? mod(-a) : mod(a));

// (whether u/v is a square, its non-negative root or that of SQRT_M1·u/v)
const sqrtRatio = (u, v) => {
	const v3 = mod(v * v * v);
	let r = mod(u * v3 * power(u * v3 * v3 * v, (P - 5n) / 8n));
	const check = mod(v * r * r);
	const correct = check === mod(u);
	const flipped = check === mod(-u);
	const flippedI = check === mod(-u * SQRT_M1);
	if (flipped || flippedI) r = mod(r * SQRT_M1);
	return [correct || flipped, absolute(r)];
};
const INVSQRT_A_MINUS_D = sqrtRatio(1n, mod(-1n - D))[1];

const IDENTITY = { x: 0n, y: 1n, z: 1n, t: 0n };
const add = (p, q) => {
	const a = mod((p.y - p.x) * (q.y - q.x));
	const b = mod((p.y + p.x) * (q.y + q.x));
	const c = mod(2n * D * p.t * q.t);
	const d = mod(2n * p.z * q.z);
	const [e, f, g, h] = [b - a, d - c, d + c, b + a];
	return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
};
const negate = (p) => ({ x: mod(-p.x), y: p.y, z: p.z, t: mod(-p.t) });
const times = (scalar, p) => {
	let sum = IDENTITY;
	for (let k = mod(scalar, L); k > 0n; k >>= 1n) {
		if (k & 1n) sum = add(sum, p);
		p = add(p, p);
	}
	return sum;
};
// Equality of ristretto255 elements.
const equal = (p, q) => mod(p.x * q.y) === mod(p.y * q.x) || mod(p.y * q.y) === mod(p.x * q.x);

const number = (bytes) => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
const bytesOf = (value, length) =>
	Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));

const decodePoint = (bytes) => {
	const s = number(bytes);
	if (s >= P || negative(s)) throw new Error('not canonical');
	const ss = mod(s * s);
	const [u1, u2] = [mod(1n - ss), mod(1n + ss)];
	const u22 = mod(u2 * u2);
	const v = mod(-(D * u1 * u1) - u22);
	const [square, root] = sqrtRatio(1n, mod(v * u22));
	const denX = mod(root * u2);
	const denY = mod(root * denX * v);
	const x = absolute(2n * s * denX);
	const y = mod(u1 * denY);
	const t = mod(x * y);
	if (!square || negative(t) || y === 0n) throw new Error('not an element');
	return { x, y, z: 1n, t };
};
const encodePoint = (p) => {
	const u1 = mod((p.z + p.y) * (p.z - p.y));
	const u2 = mod(p.x * p.y);
	const root = sqrtRatio(1n, mod(u1 * u2 * u2))[1];
	const [den1, den2] = [mod(root * u1), mod(root * u2)];
	const zInverse = mod(den1 * den2 * p.t);
	let [x, y, denominator] = [p.x, p.y, den2];
	if (negative(p.t * zInverse)) {
		[x, y] = [mod(p.y * SQRT_M1), mod(p.x * SQRT_M1)];
		denominator = mod(den1 * INVSQRT_A_MINUS_D);
	}
	if (negative(x * zInverse)) y = mod(-y);
	return bytesOf(absolute(denominator * (p.z - y)), 32);
};
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const unhex = (text) => Uint8Array.from(Buffer.from(text, 'hex'));
const G = decodePoint(unhex('e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76'));

// Keccak-f[1600], STROBE-128 and Merlin.

const ROTATIONS = [
	[0n, 36n, 3n, 41n, 18n],
	[1n, 44n, 10n, 45n, 2n],
	[62n, 6n, 43n, 15n, 61n],
	[28n, 55n, 25n, 21n, 56n],
	[27n, 20n, 39n, 8n, 14n],
];
const WORD = 2n ** 64n - 1n;
const rotate = (a, by) => ((a << by) | (a >> (64n - by))) & WORD;
const ROUND_CONSTANTS = (() => {
	let register = 1;
	const bit = () => {
		const out = register & 1;
		register = (register << 1) ^ (register >> 7 ? 0x171 : 0);
		return BigInt(out);
	};
	return Array.from({ length: 24 }, () => {
		let constant = 0n;
		for (let j = 0; j < 7; j += 1) constant |= bit() << BigInt(2 ** j - 1);
		return constant;
	});
})();
const keccak = (state) => {
	let a = Array.from({ length: 5 }, (_, x) =>
		Array.from({ length: 5 }, (__, y) => number(state.subarray(8 * (x + 5 * y), 8 * (x + 5 * y) + 8))),
	);
	for (const constant of ROUND_CONSTANTS) {
		const c = a.map((column) => column.reduce((sum, word) => sum ^ word, 0n));
		a = a.map((column, x) => column.map((word) => word ^ c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1n)));
		const b = Array.from({ length: 5 }, () => []);
		a.forEach((column, x) =>
			column.forEach((word, y) => {
				b[y][(2 * x + 3 * y) % 5] = rotate(word, ROTATIONS[x][y]);
			}),
		);
		a = b.map((column, x) => column.map((word, y) => word ^ (~b[(x + 1) % 5][y] & WORD & b[(x + 2) % 5][y])));
		a[0][0] ^= constant;
	}
	a.forEach((column, x) => column.forEach((word, y) => state.set(bytesOf(word, 8), 8 * (x + 5 * y))));
};

const text = (string) => new TextEncoder().encode(string);
const RATE = 166;
class Transcript {
	constructor(protocol) {
		this.state = new Uint8Array(200);
		this.state.set([1, RATE + 2, 1, 0, 1, 96]);
		this.state.set(text('STROBEv1.0.2'), 6);
		keccak(this.state);
		[this.position, this.begin] = [0, 0];
		this.operate(0x12, text('Merlin v1.0'));
		this.append('dom-sep', text(protocol));
	}
	run() {
		this.state[this.position] ^= this.begin;
		this.state[this.position + 1] ^= 0x04;
		this.state[RATE + 1] ^= 0x80;
		keccak(this.state);
		[this.position, this.begin] = [0, 0];
	}
	step() {
		this.position += 1;
		if (this.position === RATE) this.run();
	}
	absorb(bytes) {
		for (const byte of bytes) {
			this.state[this.position] ^= byte;
			this.step();
		}
	}
	start(flags) {
		const old = this.begin;
		this.begin = this.position + 1;
		this.absorb([old, flags]);
		if (flags & 0x24 && this.position !== 0) this.run();
	}
	operate(flags, bytes) {
		this.start(flags);
		this.absorb(bytes);
	}
	label(label, length) {
		this.operate(0x12, text(label));
		this.absorb(bytesOf(BigInt(length), 4));
	}
	append(label, bytes) {
		this.label(label, bytes.length);
		this.operate(0x02, bytes);
		return this;
	}
	squeeze(label, length) {
		this.label(label, length);
		this.start(0x07);
		return Uint8Array.from({ length }, () => {
			const byte = this.state[this.position];
			this.state[this.position] = 0;
			this.step();
			return byte;
		});
	}
	scalar(label) {
		return number(this.squeeze(label, 64)) % L;
	}
	weight() {
		return number(this.squeeze('weight', 16));
	}
}

// BLAKE2b-256.

const blake2b256 = (message) => {
	const IV = [
		0x6a09e667f3bcc908n, 0xbb67ae8584caa73bn, 0x3c6ef372fe94f82bn, 0xa54ff53a5f1d36f1n,
		0x510e527fade682d1n, 0x9b05688c2b3e6c1fn, 0x1f83d9abfb41bd6bn, 0x5be0cd19137e2179n,
	];
	const SIGMA = [
		'0123456789abcdef', 'ea489fd61c02b753', 'b8c052fdae367194', '7931dcbe265a40f8', '905724afe1bc683d',
		'2c6a0b834d75fe19', 'c51fed4a0763928b', 'db7ec13950f4862a', '6fe9b308c2d714a5', 'a2847615fb9e3cd0',
	].map((row) => [...row].map((digit) => parseInt(digit, 16)));
	const h = [...IV];
	h[0] ^= 0x01010020n;
	const blocks = Math.max(1, Math.ceil(message.length / 128));
	for (let i = 0; i < blocks; i += 1) {
		const block = new Uint8Array(128);
		block.set(message.subarray(128 * i, 128 * i + 128));
		const m = Array.from({ length: 16 }, (_, j) => number(block.subarray(8 * j, 8 * j + 8)));
		const last = i === blocks - 1;
		const v = [...h, ...IV];
		v[12] ^= BigInt(last ? message.length : 128 * (i + 1));
		if (last) v[14] ^= WORD;
		const right = (a, by) => rotate(a, 64n - by);
		const mix = (a, b, c, d, x, y) => {
			v[a] = (v[a] + v[b] + x) & WORD;
			v[d] = right(v[d] ^ v[a], 32n);
			v[c] = (v[c] + v[d]) & WORD;
			v[b] = right(v[b] ^ v[c], 24n);
			v[a] = (v[a] + v[b] + y) & WORD;
			v[d] = right(v[d] ^ v[a], 16n);
			v[c] = (v[c] + v[d]) & WORD;
			v[b] = right(v[b] ^ v[c], 63n);
		};
		for (let round = 0; round < 12; round += 1) {
			const s = SIGMA[round % 10];
			for (let j = 0; j < 4; j += 1) mix(j, j + 4, j + 8, j + 12, m[s[2 * j]], m[s[2 * j + 1]]);
			for (let j = 0; j < 4; j += 1) {
				mix(j, ((j + 1) % 4) + 4, ((j + 2) % 4) + 8, ((j + 3) % 4) + 12, m[s[8 + 2 * j]], m[s[9 + 2 * j]]);
			}
		}
		h.forEach((word, j) => (h[j] = word ^ v[j] ^ v[j + 8]));
	}
	return Uint8Array.from(h.slice(0, 4).flatMap((word) => [...bytesOf(word, 8)]));
};

// SCALE.

class Reader {
	constructor(encoded) {
		this.bytes = unhex(encoded);
		this.offset = 0;
	}
	raw(length) {
		if (this.offset + length > this.bytes.length) throw new Error('too short');
		this.offset += length;
		return this.bytes.subarray(this.offset - length, this.offset);
	}
	u8() {
		return this.raw(1)[0];
	}
	u32() {
		return Number(number(this.raw(4)));
	}
	point() {
		const bytes = this.raw(32);
		return { bytes, element: decodePoint(bytes) };
	}
	scalar() {
		const bytes = this.raw(32);
		const value = number(bytes);
		if (value >= L) throw new Error('not canonical');
		return { bytes, value };
	}
	list(item) {
		const first = this.u8();
		if (first & 3) throw new Error('a longer list than any here');
		return Array.from({ length: first >> 2 }, () => item());
	}
	end() {
		if (this.offset !== this.bytes.length) throw new Error('bytes are left over');
	}
}
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const length = (n) => [n << 2];
const whole = (encoded, read) => {
	const reader = new Reader(encoded);
	const value = read(reader);
	reader.end();
	return value;
};

let checks = 0;
const check = (condition, what) => {
	checks += 1;
	if (!condition) throw new Error(`does not hold: ${what}`);
};
const holds = (left, right, what) => check(equal(left, right), what);

// The protocol.

const readKnowledge = (reader) => ({ commitment: reader.point(), response: reader.scalar() });
const readEquality = (reader) => ({ t: reader.point(), u: reader.point(), response: reader.scalar() });
const readCeremony = (reader) => ({
	chain: reader.raw(32),
	board: reader.raw(4),
	attempt: reader.raw(4),
	threshold: reader.u8(),
	seats: reader.list(() => ({ trustee: reader.u8(), key: reader.point() })),
});
const checkKnowledge = (transcript, elements, proofs, what) => {
	transcript.append('commitments', join(...proofs.map((proof) => proof.commitment.bytes)));
	const c = transcript.scalar('challenge');
	elements.forEach((element, i) =>
		holds(
			times(proofs[i].response.value, G),
			add(proofs[i].commitment.element, times(c, element)),
			`${what}, equation ${i}`,
		),
	);
};
const checkEquality = (transcript, base, element, image, proof, what) => {
	transcript.append('commitments', join(proof.t.bytes, proof.u.bytes));
	const c = transcript.scalar('challenge');
	holds(times(proof.response.value, G), add(proof.t.element, times(c, element)), `${what}, generator`);
	holds(times(proof.response.value, base), add(proof.u.element, times(c, image)), `${what}, base`);
};
const evaluate = (coefficients, x) =>
	coefficients.reduceRight((sum, coefficient) => add(times(BigInt(x), sum), coefficient), IDENTITY);

const vectors = JSON.parse(readFileSync(process.argv[2] ?? new URL('./vectors.json', import.meta.url), 'utf8'));
const ceremony = whole(vectors.ceremony, readCeremony);
const ceremonyBytes = unhex(vectors.ceremony);

// Transport keys.
const secrets = vectors.registrations.map((registration, i) => {
	const seat = ceremony.seats[i];
	const secret = number(unhex(registration.secret));
	holds(times(secret, G), seat.key.element, `transport key ${seat.trustee}`);
	const transcript = new Transcript('seoul-chain/transport-key/1').append(
		'statement',
		join(ceremony.chain, ceremony.board, [seat.trustee], seat.key.bytes),
	);
	const proof = whole(registration.proof, readKnowledge);
	checkKnowledge(transcript, [seat.key.element], [proof], `proof of transport key ${seat.trustee}`);
	return secret;
});

// Dealings, and the shares in them.
const maskOf = (dealer, trustee, dealing, shared) =>
	new Transcript('seoul-chain/share-mask/1')
		.append('statement', join(ceremonyBytes, [dealer, trustee], dealing.ephemeral.bytes))
		.append('shared point', encodePoint(shared))
		.scalar('mask');
const dealings = vectors.dealings.map((encoded) =>
	whole(encoded, (reader) => ({
		dealer: reader.u8(),
		encoded: unhex(encoded).subarray(1),
		commitments: reader.list(() => reader.point()),
		ephemeral: reader.point(),
		shares: reader.list(() => reader.scalar()),
		constant: readKnowledge(reader),
		ephemeralProof: readKnowledge(reader),
	})),
);
const keys = ceremony.seats.map(() => 0n);
for (const dealing of dealings) {
	const { dealer, commitments, ephemeral, shares } = dealing;
	const transcript = new Transcript('seoul-chain/dealing/1').append(
		'statement',
		join(
			ceremonyBytes,
			[dealer],
			length(commitments.length),
			...commitments.map((point) => point.bytes),
			ephemeral.bytes,
			length(shares.length),
			...shares.map((share) => share.bytes),
		),
	);
	const proofs = [dealing.constant, dealing.ephemeralProof];
	checkKnowledge(transcript, [commitments[0].element, ephemeral.element], proofs, `dealing ${dealer}`);
	ceremony.seats.forEach(({ trustee }, i) => {
		const mask = maskOf(dealer, trustee, dealing, times(secrets[i], ephemeral.element));
		const share = mod(shares[i].value - mask, L);
		const expected = evaluate(commitments.map((point) => point.element), trustee);
		holds(times(share, G), expected, `share of ${trustee} from ${dealer}`);
		keys[i] = mod(keys[i] + share, L);
	});
}

// A complaint about a good share.
{
	const { trustee, dealer } = vectors.complaint;
	const complaint = whole(vectors.complaint.complaint, (reader) => ({
		shared: reader.point(),
		proof: readEquality(reader),
	}));
	const dealing = dealings.find((candidate) => candidate.dealer === dealer);
	const position = ceremony.seats.findIndex((seat) => seat.trustee === trustee);
	const transcript = new Transcript('seoul-chain/complaint/1').append(
		'statement',
		join(ceremonyBytes, [dealer, trustee], dealing.encoded, complaint.shared.bytes),
	);
	checkEquality(
		transcript,
		dealing.ephemeral.element,
		ceremony.seats[position].key.element,
		complaint.shared.element,
		complaint.proof,
		'complaint',
	);
	const share = dealing.shares[position].value - maskOf(dealer, trustee, dealing, complaint.shared.element);
	const expected = evaluate(dealing.commitments.map((point) => point.element), trustee);
	holds(times(share, G), expected, 'the share complained about');
}

// The key.
const thresholdKey = whole(vectors.threshold_key, (reader) => ({
	threshold: reader.u8(),
	key: reader.point(),
	seats: reader.list(() => ({ trustee: reader.u8(), key: reader.point() })),
}));
const Y = thresholdKey.key.element;
check(thresholdKey.threshold === ceremony.threshold, 'threshold');
holds(dealings.reduce((sum, dealing) => add(sum, dealing.commitments[0].element), IDENTITY), Y, 'election key');
thresholdKey.seats.forEach((seat, i) => {
	check(seat.trustee === ceremony.seats[i].trustee, 'seats');
	check(hex(bytesOf(keys[i], 32)) === vectors.decryption_keys[i], `decryption key ${seat.trustee}`);
	holds(times(keys[i], G), seat.key.element, `verification key ${seat.trustee}`);
});

// Ballots: every equation of every branch by itself.
const readForm = (reader) => {
	const kind = reader.u8();
	if (kind === 0) return { entries: 1, sums: null };
	const options = reader.u8();
	if (kind === 1) return { entries: options, sums: [1] };
	const [min, max] = [reader.u8(), reader.u8()];
	const all = Array.from({ length: max - min + 1 }, (_, i) => min + i);
	return { entries: options, sums: min > 0 || max < options ? all : null };
};
const readCommitment = (reader) => ({ a: reader.point(), b: reader.point() });
const readFirst = (reader) => ({ commitment: readCommitment(reader), response: reader.scalar() });
const readBranch = (reader) => ({
	commitment: readCommitment(reader),
	challenge: reader.scalar(),
	response: reader.scalar(),
});
const readCiphertext = (reader) => ({ alpha: reader.point(), beta: reader.point() });
const ciphertextBytes = ({ alpha, beta }) => join(alpha.bytes, beta.bytes);

vectors.ballots.forEach((vector, position) => {
	const form = whole(vector.form, readForm);
	const [context, encoded] = [unhex(vector.context), unhex(vector.ballot)];
	const ballot = whole(vector.ballot, (reader) => ({
		entries: reader.list(() => ({
			ciphertext: readCiphertext(reader),
			branches: [readFirst(reader), readBranch(reader)],
		})),
		sum: reader.u8() === 1 ? [readFirst(reader), ...reader.list(() => readBranch(reader))] : null,
	}));
	check(ballot.entries.length === form.entries, `entries of ballot ${position}`);
	check((ballot.sum?.length ?? 0) === (form.sums?.length ?? 0), `sum of ballot ${position}`);

	const ciphertexts = ballot.entries.map((entry) => entry.ciphertext);
	const disjunctions = ballot.entries.map((entry) => ({ ...entry, values: [0, 1] }));
	if (ballot.sum) {
		const total = (name) => ciphertexts.reduce((sum, entry) => add(sum, entry[name].element), IDENTITY);
		const ciphertext = { alpha: { element: total('alpha') }, beta: { element: total('beta') } };
		disjunctions.push({ ciphertext, branches: ballot.sum, values: form.sums });
	}
	const commitments = disjunctions.flatMap(({ branches }) => branches.map((branch) => branch.commitment));
	const transcript = new Transcript('seoul-chain/ballot/1')
		.append(
			'statement',
			join(
				context,
				unhex(vector.form),
				thresholdKey.key.bytes,
				length(ciphertexts.length),
				...ciphertexts.map(ciphertextBytes),
			),
		)
		.append(
			'commitments',
			// The length of a list of 64 and more has two bytes.
			join(
				commitments.length < 64 ? length(commitments.length) : bytesOf(BigInt(commitments.length * 4 + 1), 2),
				...commitments.map(({ a, b }) => join(a.bytes, b.bytes)),
			),
		);
	const c = transcript.scalar('challenge');
	disjunctions.forEach(({ ciphertext, branches, values }, i) => {
		const [alpha, beta] = [ciphertext.alpha.element, ciphertext.beta.element];
		const others = branches.slice(1).reduce((sum, branch) => sum + branch.challenge.value, 0n);
		branches.forEach(({ commitment, challenge, response }, j) => {
			const part = challenge ? challenge.value : mod(c - others, L);
			const what = `ballot ${position}, disjunction ${i}, value ${values[j]}`;
			holds(times(response.value, G), add(commitment.a.element, times(part, alpha)), what);
			const shifted = add(beta, negate(times(BigInt(values[j]), G)));
			holds(times(response.value, Y), add(commitment.b.element, times(part, shifted)), what);
		});
	});

	const opening = whole(vector.opening, (reader) => ({
		marks: reader.list(() => reader.u8()),
		randomness: reader.list(() => reader.scalar()),
	}));
	ciphertexts.forEach(({ alpha, beta }, i) => {
		const r = opening.randomness[i].value;
		holds(times(r, G), alpha.element, `opening of ballot ${position}`);
		holds(add(times(BigInt(opening.marks[i]), G), times(r, Y)), beta.element, `opening of ballot ${position}`);
	});
	const tag = text('seoul-chain/tracker/1');
	const tracker = blake2b256(join(length(tag.length), tag, context, encoded));
	check(hex(tracker) === vector.tracker, `tracker of ballot ${position}`);
});

// Decryption.
let from = 0;
vectors.polls.forEach((poll, position) => {
	const [context, tallyBytes] = [unhex(poll.context), unhex(poll.tally)];
	const tally = whole(poll.tally, (reader) => ({
		form: readForm(reader),
		ballots: reader.u32(),
		sums: reader.list(() => readCiphertext(reader)),
	}));
	// The sums are those of this poll's ballots.
	const cast = vectors.ballots.slice(from, from + tally.ballots);
	from += tally.ballots;
	tally.sums.forEach((sum, entry) => {
		for (const name of ['alpha', 'beta']) {
			const total = cast.reduce((partial, vector) => {
				const offset = 1 + 288 * entry + (name === 'beta' ? 32 : 0);
				return add(partial, decodePoint(unhex(vector.ballot).subarray(offset, offset + 32)));
			}, IDENTITY);
			holds(total, sum[name].element, `sum ${entry} of poll ${position}`);
		}
	});
	const shares = poll.shares.map((encoded) =>
		whole(encoded, (reader) => ({
			trustee: reader.u8(),
			factors: reader.list(() => reader.point()),
			proof: readEquality(reader),
		})),
	);
	for (const { trustee, factors, proof } of shares) {
		const seat = thresholdKey.seats.find((candidate) => candidate.trustee === trustee);
		const transcript = new Transcript('seoul-chain/decryption/1').append(
			'statement',
			join(
				context,
				[trustee],
				seat.key.bytes,
				tallyBytes,
				length(factors.length),
				...factors.map((factor) => factor.bytes),
			),
		);
		const weights = factors.map(() => transcript.weight());
		const combine = (elements) =>
			elements.reduce((sum, element, i) => add(sum, times(weights[i], element)), IDENTITY);
		checkEquality(
			transcript,
			combine(tally.sums.map((sum) => sum.alpha.element)),
			seat.key.element,
			combine(factors.map((factor) => factor.element)),
			proof,
			`decryption share of ${trustee}, poll ${position}`,
		);
	}
	poll.counts.forEach((count, entry) => {
		const mask = shares.reduce((sum, { trustee, factors }) => {
			const lambda = shares
				.map((share) => share.trustee)
				.filter((other) => other !== trustee)
				.reduce((product, other) => {
					const difference = power(mod(BigInt(other - trustee), L), L - 2n, L);
					return mod(product * BigInt(other) * difference, L);
				}, 1n);
			return add(sum, times(lambda, factors[entry].element));
		}, IDENTITY);
		const plain = add(tally.sums[entry].beta.element, negate(mask));
		holds(times(BigInt(count), G), plain, `count ${entry} of poll ${position}`);
	});
});
check(from === vectors.ballots.length, 'each ballot is in a poll');

console.log(`${checks} checks hold`);
