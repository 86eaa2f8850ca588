package dev.gymbridge.report;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.stream.IntStream;
import javax.swing.JPanel;

/**
 * What an agent thinks each action is worth, a bar each, the best one in another colour. Bars begin
 * at the lowest value seen so far and end at the highest, so that they compare between frames.
 */
final class ActionBars extends JPanel {
  static final Color BEST = new Color(0xF59E0B);
  static final Color OTHER = new Color(0x60A5FA);
  private static final Color BACKGROUND = new Color(0x111827);
  private static final Color INK = new Color(0xE5E7EB);

  private static final long serialVersionUID = 1L;
  private static final int WIDTH = 190;
  private static final int MARGIN = 12;
  private static final int HIGHEST_ROW = 40;
  private static final int LOWEST_ROW = 22;
  private static final int BAR = 6;

  private float[] values = {};
  private float low = Float.POSITIVE_INFINITY;
  private float high = Float.NEGATIVE_INFINITY;

  ActionBars() {
    setBackground(BACKGROUND);
    setPreferredSize(new Dimension(WIDTH, 0));
    setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
  }

  void set(float[] newest) {
    setVisible(newest.length > 0);
    values = newest;
    for (float value : newest) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    repaint();
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    super.paintComponent(graphics);
    ((Graphics2D) graphics)
        .setRenderingHint(
            RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    int height = getHeight() - 2 * MARGIN;
    int[] shown = shown(Math.max(1, height / LOWEST_ROW));
    int row = Math.min(HIGHEST_ROW, height / Math.max(1, shown.length));
    int best = best();
    for (int i = 0; i < shown.length; i++) {
      paintRow(graphics, shown[i], MARGIN + i * row, shown[i] == best ? BEST : OTHER);
    }
  }

  private void paintRow(Graphics graphics, int action, int top, Color colour) {
    int width = getWidth() - 2 * MARGIN;
    FontMetrics metrics = graphics.getFontMetrics();
    int baseline = top + metrics.getAscent();
    String number = Numbers.score(values[action]);
    graphics.setColor(INK);
    graphics.drawString("action " + action, MARGIN, baseline);
    graphics.drawString(number, MARGIN + width - metrics.stringWidth(number), baseline);
    float share = high > low ? (values[action] - low) / (high - low) : 1;
    graphics.setColor(colour);
    graphics.fillRect(
        MARGIN, top + metrics.getHeight(), Math.max(1, Math.round(width * share)), BAR);
  }

  private int best() {
    return IntStream.range(0, values.length)
        .reduce((best, i) -> values[i] > values[best] ? i : best)
        .orElse(-1);
  }

  /** In their order: all actions, or the best ones where they are too many. */
  private int[] shown(int most) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((a, b) -> Float.compare(values[b], values[a]))
        .limit(most)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }
}
