using System.Text.Json;
using EventGen.EventContracts;
using EventGen.Generators.Tests.EventContracts.Generation;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.EventContracts;

/// <summary>"Compatible" is true: for generated payloads and random changes of them, every sample of the one is read by the other.</summary>
public sealed class CompatibilityTests(ITestOutputHelper output)
{
    private const int FirstSeed = 9_001;

    private static readonly bool s_isHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";

    [Fact]
    public void CompatibleChanges_AreReadByTheOther()
    {
        int count = s_isHeavy ? 320 : 32, contexts = ContractProject.Settings.Length;
        var sources = new List<SourceFile>();
        for (int i = 0; i < count; i++)
        {
            var old = new ShapeGenerator(FirstSeed + i, i, ContractProject.LeavesOutNull(i % contexts), isDeep: s_isHeavy || i % 7 == 0).Generate();
            var changed = ShapeChange.Of(old, new Random(FirstSeed + i));
            sources.Add(new SourceFile($"Old{i}.cs", old.Source($"Old{i}", "")));
            sources.Add(new SourceFile($"New{i}.cs", changed.Source($"New{i}", "")));
        }

        foreach (string side in (string[])["Old", "New"])
        {
            for (int context = 0; context < contexts; context++)
                sources.Add(ContractProject.Context($"{side}Context{context}", ContractProject.Settings[context], Enumerable.Range(0, count).Where(i => i % contexts == context).Select(i => $"{side}{i}.Placed{i}")));
        }

        using var project = new ContractProject([.. sources]);
        var wrong = new List<string>();
        int backward = 0, forward = 0, unchanged = 0;
        for (int i = 0; i < count; i++)
        {
            var old = project.Find($"Old{i}.Placed{i}", $"OldContext{i % contexts}");
            var changed = project.Find($"New{i}.Placed{i}", $"NewContext{i % contexts}");
            var changes = ContractComparison.Compare(old.Contract, changed.Contract);
            if (changes.Count == 0) unchanged++;
            string facts = string.Join("; ", changes.Select(static change => change.Fact));
            if (!changes.Any(static change => change.BreaksBackward))
            {
                backward++;
                if (Failure(old, changed, FirstSeed + i) is { } failure) wrong.Add($"seed {FirstSeed + i}, backward [{facts}]: {failure}\n{sources[2 * i].Text}\n{sources[(2 * i) + 1].Text}");
            }

            if (!changes.Any(static change => change.BreaksForward))
            {
                forward++;
                if (Failure(changed, old, FirstSeed + i) is { } failure) wrong.Add($"seed {FirstSeed + i}, forward [{facts}]: {failure}\n{sources[2 * i].Text}\n{sources[(2 * i) + 1].Text}");
            }
        }

        output.WriteLine($"{count} pairs, {backward} compatible backward, {forward} forward, {unchanged} unchanged, {wrong.Count} wrong");
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join("\n\n", wrong.Take(3))}");
        Assert.True(backward > count / 8 && forward > count / 8 && unchanged < count / 2, $"{backward} backward, {forward} forward, {unchanged} unchanged");
    }

    private static string? Failure(Payload writer, Payload reader, int seed)
    {
        var random = new Random(seed);
        var samples = new SampleWriter(writer.Contract, random);
        for (int round = 0; round < 8; round++)
        {
            foreach (string json in (string[])[writer.Write(random), samples.Write()])
            {
                // The serializer reads what it should not; the contract of the reader does not let that pass.
                if (reader.Objections(json) is { Length: > 0 } objections) return $"{json} is not accepted: {objections}";
                try
                {
                    Assert.NotNull(reader.Read(json));
                }
                catch (JsonException exception)
                {
                    return $"{json} is not read: {exception.Message}";
                }
            }
        }

        return null;
    }
}
