namespace EventGen.Package.Tests.Pages;

/// <summary>One block of a page that a reader follows.</summary>
/// <param name="Place">The page and the line, for messages.</param>
/// <param name="Action">What to do with it.</param>
/// <param name="File">The file that it is pasted into; empty for other actions.</param>
/// <param name="Text">The block.</param>
internal sealed record PageStep(string Place, PageAction Action, string File, string Text)
{
    /// <summary>The lines that say something.</summary>
    public IEnumerable<string> Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
