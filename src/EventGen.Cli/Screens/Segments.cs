using Spectre.Console;
using Spectre.Console.Rendering;

namespace EventGen.Cli.Screens;

/// <summary>Text that is written as it is: the terminal wraps what is longer than its lines, so that whoever copies it gets one line.</summary>
/// <param name="text">The text, its lines ended by \n.</param>
/// <param name="style">Its colour.</param>
internal sealed class Segments(string text, Style style) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        string[] lines = text.Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            if (line > 0) yield return Segment.LineBreak;
            if (lines[line].Length > 0) yield return new Segment(lines[line], style);
        }
    }
}
