using Spectre.Console;

namespace EventGen.Cli.Screens;

/// <summary>A table on standard output: with the width and colours of a terminal, or, redirected, as plain columns of which none is broken.</summary>
/// <param name="headings">The columns.</param>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; a cell may have several lines.</summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(Printable.Of)]);

    public void Show()
    {
        // A column that says nothing takes no room.
        int[] columns = [.. Enumerable.Range(0, headings.Length).Where(column => column == 0 || _rows.Exists(row => row[column].Length > 0))];
        if (Screen.IsTerminal) ShowOnTerminal(columns);
        else ShowPlain(columns);
    }

    private void ShowOnTerminal(int[] columns)
    {
        var grid = new Spectre.Console.Table { Border = TableBorder.None };
        foreach (int column in columns) grid.AddColumn(new TableColumn(new Text(headings[column], new Style(decoration: Decoration.Bold))) { NoWrap = column == 0, Padding = new Padding(0, 0, 2, 0) });
        foreach (string[] row in _rows) grid.AddRow(columns.Select(column => new Text(row[column], column == 0 ? new Style(Color.Teal) : Style.Plain)));
        Screen.Out.Write(grid);
    }

    private void ShowPlain(int[] columns)
    {
        var lines = _rows.Select(row => row.Select(static cell => cell.Replace("\n", ", ", StringComparison.Ordinal)).ToArray()).Prepend(headings).ToList();
        int[] widths = [.. columns.Select(column => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines) Console.Out.WriteLine(string.Join("  ", columns.Select((column, at) => line[column].PadRight(widths[at]))).TrimEnd());
    }
}
