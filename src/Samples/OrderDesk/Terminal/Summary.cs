using System.Globalization;
using OrderDesk.Audit;
using OrderDesk.Publishing;
using Spectre.Console;

namespace OrderDesk.Terminal;

/// <summary>What the desk says at the end: a table for people, and a last line for programs.</summary>
internal sealed class Summary
{
    private const int SkusNamed = 2;

    private readonly IAnsiConsole _out;
    private readonly Table _table;

    public Summary(Screen screen)
    {
        _out = screen.Out;
        _table = new Table()
            .Border(_out.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.None)
            .BorderColor(Color.Grey)
            .AddColumn("[bold]Order desk[/]")
            .AddColumn("[bold]Count[/]", static column => column.RightAligned())
            .AddColumn("");
    }

    public void Show(Tally tally, Ledger ledger, PublishedOrders published, TimeSpan elapsed)
    {
        Add("Lines read", tally.Read, Format($"in {elapsed.TotalSeconds:N1} s, {tally.Read / elapsed.TotalSeconds:N0} a second"));
        Add("Orders placed", tally.Placed, Format($"worth {ledger.Revenue:N2}"));
        Add("Lines rejected", tally.Rejected, colour: Color.Yellow);
        Add("Receipts sent", tally.Receipts);
        Add("Orders published", tally.Published, $"{published}");
        Add("Skus low in stock", tally.StockLow, Skus(ledger.LowStock), Color.Yellow);
        Add("Failures", tally.Failed, colour: Color.Red);

        _out.Write(_table);

        // Past the library, which would break it in two on a narrow screen.
        Console.Out.WriteLine(tally);
    }

    private void Add(string what, long count, string note = "", Color? colour = null)
    {
        var style = new Style(count > 0 ? colour : null);
        _table.AddRow(new Text(what), new Text(Format($"{count:N0}"), style), new Text(note));
    }

    private static string Skus(IEnumerable<string> skus)
    {
        string[] sorted = [.. skus.Order(StringComparer.Ordinal)];
        return sorted.Length <= SkusNamed
            ? string.Join(", ", sorted)
            : $"{string.Join(", ", sorted[..SkusNamed])} and {sorted.Length - SkusNamed} more";
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
