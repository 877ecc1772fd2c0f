// @zxing/library: writes and reads.

import {
  BarcodeFormat, BinaryBitmap, DataMatrixReader, DataMatrixWriter, HybridBinarizer, RGBLuminanceSource,
} from '@zxing/library';

const writer = new DataMatrixWriter();
const reader = new DataMatrixReader();

/** The side of the symbol in modules. */
export const encode = (text) => writer.encode(text, BarcodeFormat.DATA_MATRIX, 0, 0, new Map()).getWidth();

/** What the symbol in a grey picture says. */
export const decode = (luma, width, height) => reader.decode(new BinaryBitmap(
  new HybridBinarizer(new RGBLuminanceSource(luma, width, height)))).getText();
