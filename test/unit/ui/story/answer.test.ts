import { describe, expect, test } from 'vitest'
import { answerText } from '../../../../src/ui/story/answer.ts'

const table = (...rows: string[]): string[] => [
  '+-------------+----------------+', '| customer_id | email          |', '+-------------+----------------+',
  ...rows, '+-------------+----------------+',
]
const alice = '|           1 | alice@home.net |'
const bob = '|           2 | bob@work.org   |'

describe('the answer to a command, in one sentence', () => {
  test.each([
    ['names the rows of a table', table(alice, bob), '2 rows: 1 | alice@home.net · 2 | bob@work.org'],
    ['counts one row as one', table(alice), '1 row: 1 | alice@home.net'],
    ['names three rows of many', table(alice, bob, alice, bob), '4 rows: 1 | alice@home.net · 2 | bob@work.org · 1 | alice@home.net · …'],
    ['tells each of several tables', [...table(alice), 'Query OK', ...table(bob, bob)], '1 row: 1 | alice@home.net; 2 rows: 2 | bob@work.org · 2 | bob@work.org'],
    ['keeps to an error, whatever else was printed', [...table(alice), 'ERROR 1105 (HY000): no healthy tablet', 'bye'], 'ERROR 1105 (HY000): no healthy tablet'],
    ['knows the errors of calls', ['one', 'Main Error: rpc error: code = Unknown', 'two'], 'Main Error: rpc error: code = Unknown'],
    ['leaves out lines of a log', ['I0402 11:09:21.100000 4 split.go:7] working', '  done  at', 'last '], 'done at last'],
    ['leaves out how long it took', ['Query OK, 1 row affected (0.02 sec)'], 'Query OK, 1 row affected'],
    ['is empty where nothing was printed', ['', ' ', 'W0402 11:09:21.100000 4 split.go:7] slow'], ''],
  ])('%s', (_what, printed, answer) => expect(answerText(printed)).toBe(answer))
})
