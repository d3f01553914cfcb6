/** Where Google's APIs are, where no other address is configured. */
export const GOOGLE = 'https://www.googleapis.com/';
