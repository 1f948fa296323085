namespace EventGen.Package.Tests.Pages;

/// <summary>What a block of a page asks of its reader.</summary>
internal enum PageAction
{
    /// <summary>Paste it into the file that the paragraph above names.</summary>
    Paste,

    /// <summary>Run its commands, each to its end.</summary>
    Run,

    /// <summary>Start its command and leave it running.</summary>
    Serve,

    /// <summary>See that the last command has shown this and nothing else.</summary>
    Compare,

    /// <summary>See that the program that keeps running shows these lines.</summary>
    Watch,
}
