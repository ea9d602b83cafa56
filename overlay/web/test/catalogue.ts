/** The shop of the tests: every state that a shop window has to look good in. */

const vnd = (amountMinor: number): object => ({ amountMinor, currency: 'VND' });
const shop = (sku: string): object => ({
  link: `https://shop.example/p/${sku}`,
  cart: `https://shop.example/cart?item=${sku}`,
});

export const PRODUCTS: readonly object[] = [
  {
    sku: 'TS-01',
    title: 'Áo dài lụa tơ tằm Hội An',
    description:
      'Lụa tơ tằm dệt tay, lót satin mềm. May theo số đo trong 48 giờ.\n\nGiặt tay với nước lạnh, phơi trong bóng râm.',
    brand: 'Nhà Lụa',
    code: 'A1',
    price: vnd(990_000),
    compareAt: vnd(1_290_000),
    availability: 'in_stock',
    stock: 12,
    images: ['/images/dress.svg', '/images/scarf.svg'],
    options: { Size: 'M', Màu: 'Đỏ đô' },
    ...shop('TS-01'),
  },
  {
    sku: 'NL-02',
    title: 'Nón lá bài thơ Huế',
    code: 'A2',
    price: vnd(185_000),
    availability: 'in_stock',
    stock: 3,
    images: ['/images/hat.svg'],
    ...shop('NL-02'),
  },
  {
    sku: 'AT-03',
    title: 'Bộ ấm trà gốm Bát Tràng men rạn cổ sáu chén kèm khay gỗ hương chạm tay và hộp quà lụa đỏ thêu chữ Phúc',
    code: 'A3',
    price: vnd(2_450_000),
    compareAt: vnd(2_900_000),
    availability: 'in_stock',
    images: ['/images/teapot.svg'],
    ...shop('AT-03'),
  },
  {
    sku: 'KL-04',
    title: 'Khăn lụa vẽ tay',
    code: 'A4',
    price: vnd(420_000),
    availability: 'out_of_stock',
    stock: 0,
    images: ['/images/scarf.svg'],
    ...shop('KL-04'),
  },
  {
    sku: 'TX-05',
    title: 'Túi cói quai da',
    code: 'A5',
    price: vnd(560_000),
    availability: 'in_stock',
    images: [],
    ...shop('TX-05'),
  },
  {
    sku: 'GD-06',
    title: 'Guốc mộc',
    code: 'A6',
    price: vnd(310_000),
    availability: 'preorder',
    images: ['/images/gone.svg'],
    ...shop('GD-06'),
  },
  {
    sku: 'DT-07',
    title: 'Đèn lồng tre',
    code: 'A7',
    price: vnd(150_000),
    availability: 'backorder',
    images: ['/images/lantern.svg'],
    ...shop('DT-07'),
  },
];

const drawing = (background: string, shape: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120"><rect width="120" height="120" fill="${background}"/>${shape}</svg>`;

export const IMAGES: Readonly<Record<string, string>> = {
  dress: drawing(
    '#f4e3da',
    '<path d="M50 20q10 8 20 0l6 10 12 34-9 4-7-18 10 56q-24 9-44 0l10-56-7 18-9-4 12-34z" fill="#9d2433"/><path d="M60 24v82" stroke="#f2c46d" stroke-width="1.6"/><circle cx="60" cy="52" r="5" fill="#f2c46d"/>',
  ),
  hat: drawing(
    '#dfe7d8',
    '<path d="M60 26L106 82q-46 18-92 0z" fill="#e0b872"/><path d="M60 26L82 88M60 26L38 88M60 26v64" stroke="#b9893f" stroke-width="1.6" fill="none"/>',
  ),
  teapot: drawing(
    '#dbe4ec',
    '<path d="M34 58q26-20 52 0 6 34-14 40H48q-20-6-14-40z" fill="#3f6d8c"/><path d="M86 62q18-4 14 14t-18 12M34 66L18 54" stroke="#3f6d8c" stroke-width="7" fill="none" stroke-linecap="round"/><circle cx="60" cy="42" r="6" fill="#284a61"/>',
  ),
  scarf: drawing(
    '#efe2ef',
    '<path d="M26 34q34-16 68 0-4 22-34 24-30-2-34-24z" fill="#7d4f96"/><path d="M46 54l-8 48h20l4-44M66 58l10 40h16l-14-46" fill="#9a6bb3"/>',
  ),
  lantern: drawing(
    '#f3e5cf',
    '<path d="M60 12v14" stroke="#6d4526" stroke-width="4"/><ellipse cx="60" cy="58" rx="32" ry="30" fill="#d9482b"/><path d="M60 28v60M44 32q-10 26 0 52M76 32q10 26 0 52" stroke="#f6b95a" stroke-width="2.4" fill="none"/><path d="M50 88h20M60 88v22" stroke="#6d4526" stroke-width="5"/>',
  ),
};
