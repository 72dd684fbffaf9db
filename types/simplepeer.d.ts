/** The prebuilt file of simple-peer: the package's plain entry needs Node's polyfills in a browser. */
declare module "simple-peer/simplepeer.min.js" {
  import SimplePeer from "simple-peer";
  export default SimplePeer;
}
