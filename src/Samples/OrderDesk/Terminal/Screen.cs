using Spectre.Console;

namespace OrderDesk.Terminal;

/// <summary>Standard output and standard error, each a terminal or redirected. What is redirected gets plain text, line by line as written.</summary>
internal sealed class Screen
{
    /// <summary>Standard output, for results.</summary>
    public IAnsiConsole Out { get; } = Open(Console.Out, !Console.IsOutputRedirected);

    /// <summary>Standard error, for progress; <see langword="null"/> when it is redirected.</summary>
    public IAnsiConsole? Progress { get; } = Console.IsErrorRedirected ? null : Open(Console.Error, isTerminal: true);

    /// <summary>Writes a line to standard error, above whatever progress is shown there.</summary>
    public void Notice(string text)
    {
        // The library would break a long line in two where there is no terminal to break it.
        if (Progress is null) Console.Error.WriteLine(text);
        else Progress.WriteLine(text);
    }

    private static IAnsiConsole Open(TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,

        // Nothing is asked, so standard input may well be the feed.
        Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,

        // They turn colours on for some build servers, redirected or not.
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
    });
}
