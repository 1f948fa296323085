namespace EventGen.TestKit;

/// <summary>A fenced block of code in a document.</summary>
/// <param name="Document">The document, relative to the root.</param>
/// <param name="Line">The line its text begins at, from 1.</param>
/// <param name="Info">What follows the opening fence: <c>csharp compile</c>.</param>
/// <param name="Lead">The paragraph above it; empty when it follows another fence.</param>
/// <param name="Text">The code.</param>
public sealed record Fence(string Document, int Line, string Info, string Lead, string Text)
{
    /// <summary>Whether the language it names is C#.</summary>
    public bool IsCSharp => Info.Split(' ')[0] is "csharp" or "cs" or "c#" or "C#";

    /// <inheritdoc/>
    public override string ToString() => $"{Document}:{Line}";
}
