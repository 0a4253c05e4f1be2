// qr: the text of a QR code in a picture. The reader of codes is loaded with the first picture only.

const LARGEST = 1600

async function pixels(file: Blob): Promise<ImageData> {
  const image = await createImageBitmap(file)
  const scale = Math.min(1, LARGEST / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return context.getImageData(0, 0, canvas.width, canvas.height)
}

/** null: there is no code in it that can be read. */
export async function codeIn(file: Blob): Promise<string | null> {
  const [{ default: read }, image] = await Promise.all([import('jsqr'), pixels(file)])
  return read(image.data, image.width, image.height)?.data ?? null
}
