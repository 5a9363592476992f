import { parseReference } from '#reference';

/** Whether a key says that its value is an image: `image`, `sidecarImage`, `init_image`, `imageName`. */
export function isImageKey(key: string): boolean {
  return /(?:^|[-_a-z0-9])[iI]mage(?:Name|_name|-name|Ref|Reference)?$/.test(key) || /^(?:[A-Z_]*_)?IMAGE$/.test(key);
}

/** Whether a key says that images stand below it, each by a name of its own. */
export function isImagesKey(key: string): boolean {
  return /(?:^|[-_a-z0-9])[iI]mages$/.test(key);
}

/** Whether a text can be an image where a key says so: no address of a page, no picture, no switch. */
export function isImageText(text: string): boolean {
  if (text === '' || /\s/.test(text.trim()) || text.includes('://')) return false;
  if (/\.(?:png|jpe?g|gif|svg|ico|webp|bmp|iso|qcow2|img|vmdk|tar|gz)$/i.test(text)) return false;
  if (/^(?:true|false|yes|no|on|off|auto|default|none|null|always|never|IfNotPresent)$/i.test(text)) return false;
  return true;
}

/** Whether a text is an image on its face: a reference with a folder or a tag, where no key says more. */
export function looksLikeImage(text: string): boolean {
  return /[/:]/.test(text) && isImageText(text) && parseReference(text).ok;
}

/** Whether a text is filled in when it is used. */
export function isTemplate(text: string): boolean {
  return text.includes('{{') || /\$\{|\$\(/.test(text);
}
