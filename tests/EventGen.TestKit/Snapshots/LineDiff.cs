using System.Text;

namespace EventGen.TestKit;

/// <summary>A line-by-line comparison of two texts, as a person reads it.</summary>
internal static class LineDiff
{
    private const int Context = 3;

    /// <summary>The differing lines (<c>-</c> expected, <c>+</c> actual) with three lines around each.</summary>
    public static string Between(string expected, string actual)
    {
        List<(char Mark, string Line)> lines = Align(expected.Split('\n'), actual.Split('\n'));
        var shown = new bool[lines.Count];
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines[i].Mark == ' ') continue;
            for (int near = Math.Max(0, i - Context); near <= Math.Min(lines.Count - 1, i + Context); near++) shown[near] = true;
        }

        var text = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            if (shown[i]) text.Append(lines[i].Mark).Append(' ').Append(Visible(lines[i].Line)).Append('\n');
            else if (i == 0 || shown[i - 1]) text.Append("  …\n");
        }

        return text.ToString();
    }

    // The classical table of longest common subsequences; snapshots are a screen or two.
    private static List<(char Mark, string Line)> Align(string[] expected, string[] actual)
    {
        var common = new int[expected.Length + 1, actual.Length + 1];
        for (int e = expected.Length - 1; e >= 0; e--)
            for (int a = actual.Length - 1; a >= 0; a--)
                common[e, a] = expected[e] == actual[a] ? common[e + 1, a + 1] + 1 : Math.Max(common[e + 1, a], common[e, a + 1]);

        var lines = new List<(char, string)>();
        int left = 0, right = 0;
        while (left < expected.Length || right < actual.Length)
        {
            if (left < expected.Length && right < actual.Length && expected[left] == actual[right])
            {
                lines.Add((' ', expected[left++]));
                right++;
            }
            else if (left < expected.Length && (right == actual.Length || common[left + 1, right] >= common[left, right + 1]))
                lines.Add(('-', expected[left++]));
            else
                lines.Add(('+', actual[right++]));
        }

        return lines;
    }

    // Differences nobody can see are the slowest to find.
    private static string Visible(string line)
    {
        string trimmed = line.TrimEnd(' ', '\t', '\r');
        return trimmed + line[trimmed.Length..].Replace(' ', '·').Replace('\t', '→').Replace('\r', '␍');
    }
}
