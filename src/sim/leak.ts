/** Code under study broke a rule of the simulator: it waited for, or asked, something that is not the simulator's. */
export class Leak extends Error {
  override name = 'Leak'
}
