// SPDX-License-Identifier: Apache-2.0

/** Why something is not done: `message` is a line for people, `code` is one word for programs. */
export class VotingRefusal extends Error {
  constructor(code, line) {
    super(line);
    this.name = 'VotingRefusal';
    this.code = code;
  }
}
