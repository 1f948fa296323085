using Spectre.Console;

namespace EventGen.Cli.Screens;

/// <summary>A table on standard output: with the width and colours of a terminal, or, redirected, as plain columns of which none is broken.</summary>
/// <param name="headings">The columns.</param>
internal sealed class Table(params string[] headings)
{
    private const int Gap = 2;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; a cell may have several lines.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Printable.Of)]);

    /// <summary>Shows it.</summary>
    /// <param name="nothing">What is shown where there is no row.</param>
    public void Show(string nothing)
    {
        // A column that says nothing takes no room.
        int[] columns = [.. Enumerable.Range(0, headings.Length).Where(column => column == 0 || _rows.Exists(row => row[column].Length > 0))];
        if (_rows.Count == 0) Screen.Line(nothing);
        else if (!Screen.IsTerminal) ShowPlain(columns);
        else if (ColumnWidths.Fit([.. columns.Select(NaturalWidth)], Screen.Out.Profile.Width - (Gap * (columns.Length - 1))) is { } widths) ShowGrid(columns, widths);
        else ShowStacked(columns);
    }

    private int NaturalWidth(int column) => _rows.SelectMany(row => row[column].Split('\n')).Append(headings[column]).Max(static line => line.Length);

    private void ShowGrid(int[] columns, int[] widths)
    {
        ShowLine([.. columns.Select(column => headings[column])], static _ => new Style(decoration: Decoration.Bold));
        foreach (string[] row in _rows)
        {
            string[][] cells = [.. columns.Select((column, at) => ColumnWidths.Break(row[column], widths[at]))];
            for (int line = 0; line < cells.Max(static cell => cell.Length); line++)
                ShowLine([.. cells.Select(cell => line < cell.Length ? cell[line] : "")], static at => at == 0 ? new Style(Color.Teal) : Style.Plain);
        }

        void ShowLine(string[] texts, Func<int, Style> style)
        {
            int last = Array.FindLastIndex(texts, static text => text.Length > 0);
            for (int at = 0; at <= last; at++) Screen.Write(at == last ? texts[at] : texts[at].PadRight(widths[at] + Gap), style(at));
            Screen.Write("\n", Style.Plain);
        }
    }

    // On a terminal that is too narrow for the columns, each row is a block of lines.
    private void ShowStacked(int[] columns)
    {
        int name = columns.Skip(1).Select(column => headings[column].Length).DefaultIfEmpty(0).Max() + (2 * Gap);
        foreach (string[] row in _rows)
        {
            Screen.Write($"{row[columns[0]]}\n", new Style(Color.Teal));
            foreach (int column in columns.Skip(1).Where(column => row[column].Length > 0))
            {
                string heading = headings[column].ToLowerInvariant();
                foreach (string line in ColumnWidths.Break(row[column], Math.Max(20, Screen.Out.Profile.Width - name)))
                {
                    Screen.Write($"  {heading}".PadRight(name), new Style(decoration: Decoration.Dim));
                    Screen.Write($"{line}\n", Style.Plain);
                    heading = "";
                }
            }
        }
    }

    private void ShowPlain(int[] columns)
    {
        var lines = _rows.Select(row => row.Select(static cell => cell.Replace("\n", ", ", StringComparison.Ordinal)).ToArray()).Prepend(headings).ToList();
        int[] widths = [.. columns.Select(column => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines) Console.Out.WriteLine(string.Join("  ", columns.Select((column, at) => line[column].PadRight(widths[at]))).TrimEnd());
    }
}
