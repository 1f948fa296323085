namespace EventGen.Architecture.Tests;

/// <summary>A fenced block of code in a document.</summary>
/// <param name="Document">The document, relative to the root.</param>
/// <param name="Line">The line its text begins at, from 1.</param>
/// <param name="Info">What follows the opening fence: <c>csharp compile</c>.</param>
/// <param name="Text">The code.</param>
internal sealed record Fence(string Document, int Line, string Info, string Text)
{
    public bool IsCSharp => Info.Split(' ')[0] is "csharp" or "cs" or "c#" or "C#";

    public override string ToString() => $"{Document}:{Line}";
}
