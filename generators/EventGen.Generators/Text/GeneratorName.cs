namespace EventGen.Generators.Text;

/// <summary>What the generator is called: by the compiler, which puts what a generator writes into a folder of its name, and in what it writes.</summary>
internal static class GeneratorName
{
    public const string Assembly = "EventGen.Generators";
    public const string FullName = "EventGen.Generators.EventGenGenerator";

    /// <summary>The tool in <c>[GeneratedCode]</c>.</summary>
    public const string Tool = "EventGen";
}
