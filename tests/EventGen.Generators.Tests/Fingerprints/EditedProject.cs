using EventGen.Generators.Fingerprints;
using EventGen.TestKit;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.Fingerprints;

/// <summary>A project that is edited at random places: half of the time inside a body, else anywhere; now and then a file comes or goes.</summary>
internal sealed class EditedProject(Random random)
{
    /// <summary>Stands in the bodies of the files, so that a place in one can be found again whatever became of the text around it.</summary>
    private const string InABody = "/**/";

    private const int FilesComeAndGo = 8;
    private const int FilesStartAgain = 4;

    private static readonly GeneratorHarness s_generator = Project.Generator with { Project = Project.Setup with { ImplicitUsings = "" } };

    private static readonly string[] s_words =
    [
        " ", "\n", ";", "{", "}", "(", ")", "{ }", "=> 1", "\"", "/*", "*/", "//", "/// <summary>New.</summary>\n", "=", "1", "int", "string?",
        "var x = 1;", "field", "static ", "abstract ", "partial ", "public ", "async ", "await e;", "return;", "yield return 1;", "if (true) { }",
        "[Event]", "[Subscribe]", "[EventKey]", "[Obsolete]", "[Marked]", "\n#nullable disable\n", "\n#if X\n", "\n#endif\n", "\n#pragma warning disable\n",
        "using MarkedAttribute = EventGen.SubscribeAttribute;", "record R(int A);", "class C : Base { }", "void M() { }", "Placed", "Shipped", "Unknown",
    ];

    private static readonly SourceFile[] s_files =
    [
        new("Usings.cs",
            """
            global using System;
            global using System.Collections.Generic;
            global using System.Threading.Tasks;
            global using EventGen;
            global using MarkedAttribute = EventGen.EventAttribute;
            """),
        new("Events.cs",
            """
            namespace Shop
            {
                /// <summary>Said.</summary>
                [Event] public partial record Placed(int Number, string Text = "a") { public int Twice => /**/ Number * 2; }
                [Marked] public record Shipped([property: EventKey] string Key) { public string Name { get { /**/ return Key; } init { /**/ _ = value; } } }
            }
            """),
        new("Parts.cs",
            """
            using System.Text.Json.Serialization;
            using Heard = EventGen.SubscribeAttribute;
            namespace Shop;
            [Event, PublishTo("a")] public partial record Placed { public Placed(int number, int more) : this(number) { /**/ } }
            public partial class Receipts { [Heard] public static void Count(Placed e) { /**/ } }
            [JsonSerializable(typeof(Placed))] internal partial class ShopJson : JsonSerializerContext;
            """),
        new("Handlers.cs",
            """
            namespace Shop;
            public abstract class Base { [Subscribe] public void All(Placed e) { if (e.Number > 0) { /**/ Console.WriteLine(e); } } }
            public partial class Receipts(IServiceProvider services) : Base
            {
                [Subscribe(Order = 2)] public async Task On(Shipped e, EventContext context) { /**/ await Task.Yield(); _ = services; }
                public static Receipts operator +(Receipts one) { return /**/ one; }
            }
            public static class Audit { [Subscribe] public static void Note(Placed e) => /**/ Console.WriteLine("noted"); const int Size = 1; }
            """),
    ];

    private readonly List<SourceFile> _files = [.. s_files];
    private int _edits;

    /// <summary>How many edits left the fingerprint of the file as it was.</summary>
    public int InBodies { get; private set; }

    /// <summary>A run that knows nothing of earlier ones.</summary>
    public GeneratorRun RunCold() => s_generator.StartUntracked([.. _files]);

    /// <summary>Edits the project and goes on from the last run.</summary>
    public GeneratorRun Edit(GeneratorRun last)
    {
        _edits++;
        return random.Next(FilesComeAndGo) == 0 ? MoveFile(last) : EditFile(last);
    }

    public override string ToString() => string.Join("\n\n", _files.Select(static file => $"// {file.Path}\n{file.Text}"));

    // A file that went comes back behind the others.
    private GeneratorRun MoveFile(GeneratorRun last)
    {
        var file = s_files[random.Next(s_files.Length)];
        if (_files.RemoveAll(known => known.Path == file.Path) > 0) return last.Remove(file.Path!);
        _files.Add(file);
        return last.Add(file);
    }

    private GeneratorRun EditFile(GeneratorRun last)
    {
        if (_files.Count == 0) return MoveFile(last);
        int place = random.Next(_files.Count);
        var before = _files[place];
        // Some edits upon each other, then from the start: most texts do not parse any more by then.
        string text = _edits % FilesStartAgain == 0 ? s_files.Single(file => file.Path == before.Path).Text : before.Text;
        var after = before with { Text = Edit(text) };
        if (Fingerprint(before).SequenceEqual(Fingerprint(after))) InBodies++;
        _files[place] = after;
        return last.Replace(after);
    }

    private string Edit(string text)
    {
        int start = random.Next(text.Length + 1);
        if (random.Next(2) == 0 && text.IndexOf(InABody, start, StringComparison.Ordinal) is >= 0 and var body) start = body + InABody.Length;
        int removed = random.Next(3) == 0 ? Math.Min(random.Next(12), text.Length - start) : 0;
        return text.Remove(start, removed).Insert(start, s_words[random.Next(s_words.Length)]);
    }

    private static byte[] Fingerprint(SourceFile file) =>
        FileFingerprint.Of(CSharpSyntaxTree.ParseText(file.Text, path: file.Path!), TestContext.Current.CancellationToken).Digest;
}
