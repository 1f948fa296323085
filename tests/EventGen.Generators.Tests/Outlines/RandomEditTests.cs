using EventGen.TestKit;

namespace EventGen.Generators.Tests.Outlines;

/// <summary>Whatever is typed, wherever: the generator, which goes on from what it knows, writes what one writes that knows nothing.</summary>
public sealed class RandomEditTests
{
    private const int Edits = 120;

    private static readonly string[] s_words =
    [
        " ", "\n", ";", "{", "}", "(", ")", "{ }", "=> 1", "\"", "/*", "*/", "//", "/// <summary>New.</summary>\n", "=", "1", "int", "string?", "var x = 1;",
        "field", "static ", "partial ", "public ", "async ", "return;", "if (true) { }", "[Event]", "[Subscribe]", "[EventKey]", "[Obsolete]", "[Marked]",
        "\n#nullable disable\n", "\n#if X\n", "\n#endif\n", "\n#pragma warning disable\n", "record R(int A);", "class C : Base { }", "void M() { }", "Placed", "Shipped",
    ];

    private static readonly SourceFile[] s_files =
    [
        new("Events.cs",
            """
            global using MarkedAttribute = EventGen.EventAttribute;
            namespace Shop
            {
                /// <summary>Said.</summary>
                [Event] public partial record Placed(int Number, string Text = "a") { public int Twice => Number * 2; }
                [Marked] public record Shipped([property: EventKey] string Key) { public string Name { get { return Key; } init { _ = value; } } }
            }
            """),
        new("Handlers.cs",
            """
            namespace Shop;
            public abstract class Base { [Subscribe] public void All(Placed e) { if (e.Number > 0) { Console.WriteLine(e); } } }
            public class Receipts(IServiceProvider services) : Base
            {
                [Subscribe(Order = 2)] public async Task On(Shipped e, EventContext context) { await Task.Yield(); _ = services; }
                public static Receipts operator +(Receipts one) { return one; }
            }
            public static class Audit { [Subscribe] public static void Note(Placed e) => Console.WriteLine("noted"); const int Size = 1; }
            """),
    ];

    [Fact]
    public void Edit_AnywhereInAProject_WritesWhatAColdRunWrites()
    {
        int seed = Environment.TickCount;
        var random = new Random(seed);
        string[] texts = [.. s_files.Select(static file => file.Text)];
        var run = Project.Generator.Start(s_files);
        int ended = 0;

        for (int i = 0; i < Edits; i++)
        {
            int file = random.Next(texts.Length);
            // Some edits upon each other, then from the start: most texts do not parse any more by then.
            if (i % 4 == 0) texts[file] = s_files[file].Text;
            texts[file] = Edit(texts[file], random);
            run = run.Replace(s_files[file] with { Text = texts[file] });
            if (run.Step(TrackingNames.Outline).IsUntouched) ended++;

            var cold = Project.Generator.Start([.. s_files.Select((one, index) => one with { Text = texts[index] })]);
            Assert.True(run.Exception is null, $"seed {seed}, edit {i}: {run.Exception}");
            Assert.True(
                run.Sources.OrderBy(static source => source.Key).SequenceEqual(cold.Sources.OrderBy(static source => source.Key)),
                $"seed {seed}, edit {i} of {s_files[file].Path}:\n{texts[file]}");
        }

        Assert.True(ended > 0, $"seed {seed}: no edit ended at the outline, so nothing was tried.");
    }

    private static string Edit(string text, Random random)
    {
        int start = random.Next(text.Length + 1);
        int removed = random.Next(3) == 0 ? Math.Min(random.Next(12), text.Length - start) : 0;
        return text.Remove(start, removed).Insert(start, s_words[random.Next(s_words.Length)]);
    }
}
