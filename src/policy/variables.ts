/**
 * Whether a name can be that of a variable for a shell (POSIX 3.230). Others are never passed: bash hands exported
 * functions on by them (BASH_FUNC_x%%), and no command line can name them.
 */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
}
