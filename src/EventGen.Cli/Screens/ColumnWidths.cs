namespace EventGen.Cli.Screens;

/// <summary>Fits columns into a width, and breaks texts where a reader expects it.</summary>
internal static class ColumnWidths
{
    private const int Narrowest = 12;

    /// <summary>Takes room from the widest columns until all fit; the first, which names the row, keeps its own.</summary>
    /// <param name="natural">The width that each needs unbroken.</param>
    /// <param name="available">The width of all together.</param>
    /// <returns><see langword="null"/> where they would be too narrow to read.</returns>
    public static int[]? Fit(int[] natural, int available)
    {
        int[] widths = [.. natural];
        while (widths.Sum() > available)
        {
            int widest = 0;
            for (int column = 1; column < widths.Length; column++)
            {
                if (widest == 0 || widths[column] > widths[widest]) widest = column;
            }

            if (widest == 0 || widths[widest] <= Narrowest) return null;
            widths[widest]--;
        }

        return widths;
    }

    /// <summary>The lines of a text in a column: broken behind a space, a mark, or a part of a name.</summary>
    public static string[] Break(string text, int width)
    {
        List<string> lines = [];
        foreach (string whole in text.Split('\n'))
        {
            string rest = whole;
            while (rest.Length > width)
            {
                int at = BreakOf(rest, width);
                lines.Add(rest[..at].TrimEnd());
                rest = rest[at..].TrimStart();
            }

            lines.Add(rest);
        }

        return [.. lines];
    }

    private static int BreakOf(string text, int width)
    {
        int mark = width;
        while (mark > width / 3 && !IsBehindMark(text, mark)) mark--;
        if (mark > width / 3) return mark;
        for (int part = width; part > width / 3; part--)
        {
            if (char.IsUpper(text[part]) && char.IsLower(text[part - 1])) return part;
        }

        return width;
    }

    private static bool IsBehindMark(string text, int at) => text[at] == ' ' || text[at - 1] is ' ' or '.' or ',' or ':' or '/' or '-' or '_';
}
