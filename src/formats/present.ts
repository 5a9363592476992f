type Present<Type> = { [Key in keyof Type]?: Exclude<Type[Key], undefined> };

/** The object without the members that are undefined: an absent setting is absent, not undefined. */
export function present<Type extends object>(object: Type): Present<Type> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<Type>;
}
