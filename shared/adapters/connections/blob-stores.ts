// What is in the blobs of the ledger's account. One file of the package has both, with one copy of their SDK.

export { blobOriginals } from '../originals/blob-originals';
export { blobSeals } from '../seals/blob-seals';
