package dev.gymbridge.report;

import java.io.IOException;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/** The blocks of a GIF around its pixels, in the terms of the JDK's image writer. */
final class GifMetadata {
  private GifMetadata() {}

  /** The logical screen of the file. */
  static IIOMetadata stream(ImageWriter writer, int width, int height) throws IOException {
    IIOMetadata metadata = writer.getDefaultStreamMetadata(null);
    Node root = metadata.getAsTree(metadata.getNativeMetadataFormatName());
    IIOMetadataNode screen = child(root, "LogicalScreenDescriptor");
    screen.setAttribute("logicalScreenWidth", Integer.toString(width));
    screen.setAttribute("logicalScreenHeight", Integer.toString(height));
    metadata.setFromTree(metadata.getNativeMetadataFormatName(), root);
    return metadata;
  }

  /**
   * The place and time of a frame.
   *
   * @param first whether to say, before it, that the whole plays for ever
   */
  static IIOMetadata frame(
      ImageWriter writer,
      ImageTypeSpecifier type,
      FramePixels.Change change,
      int delayHundredths,
      boolean first)
      throws IOException {
    IIOMetadata metadata = writer.getDefaultImageMetadata(type, null);
    Node root = metadata.getAsTree(metadata.getNativeMetadataFormatName());
    IIOMetadataNode place = child(root, "ImageDescriptor");
    place.setAttribute("imageLeftPosition", Integer.toString(change.left()));
    place.setAttribute("imageTopPosition", Integer.toString(change.top()));
    place.setAttribute("imageWidth", Integer.toString(change.width()));
    place.setAttribute("imageHeight", Integer.toString(change.height()));
    place.setAttribute("interlaceFlag", "FALSE");
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "TRUE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", Integer.toString(delayHundredths));
    if (first) {
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0}); // sub-block 1: play 0 times more, for ever
      child(root, "ApplicationExtensions").appendChild(loop);
    }
    metadata.setFromTree(metadata.getNativeMetadataFormatName(), root);
    return metadata;
  }

  private static IIOMetadataNode child(Node root, String name) {
    for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return (IIOMetadataNode) node;
      }
    }
    IIOMetadataNode node = new IIOMetadataNode(name);
    root.appendChild(node);
    return node;
  }
}
