/** The steps that procedures leave out, named `procedure/step`, or by the step alone wherever it comes up. */
export class SkippedSteps extends Set<string> {
  override has(name: string): boolean {
    return super.has(name) || super.has(name.slice(name.lastIndexOf('/') + 1))
  }
}
