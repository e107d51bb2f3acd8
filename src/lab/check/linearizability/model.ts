/** One operation of a history, with the time in which it must seem to take effect at once. */
export interface Operation<Input, Output> {
  /** By which a verdict names it. */
  readonly id: number
  readonly input: Input
  /** undefined: nobody knows what it answered, or whether it was done. */
  readonly output: Output | undefined
  readonly callUs: number
  /** Infinity without an output: it may take effect at any later time, or never. */
  readonly returnUs: number
}

/** A state is a value that equals itself: states are told apart with `===`. */
export type State = string | number | null

/** What an object would answer if its operations came one after the other. */
export interface Model<Input, Output, S extends State> {
  readonly name: string
  readonly initial: S
  /** The state after the operation; undefined: it cannot answer so, or cannot be done, in this state. */
  step(state: S, operation: Operation<Input, Output>): S | undefined
  /**
   * Whether an operation of its *class* leaves every state as it is, such as a read that was answered. An
   * operation that merely does nothing in one state is not pure.
   */
  isPure(operation: Operation<Input, Output>): boolean
  /** The object that it is about: objects are checked one by one, since linearizability is local. */
  partition(operation: Operation<Input, Output>): string
  /** The operations of one object without those that can make no difference. */
  relevant(operations: readonly Operation<Input, Output>[]): readonly Operation<Input, Output>[]
}
