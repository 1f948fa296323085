using System.Text.Json;
using EventGen.Generators.Tests.EventContracts.Generation;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.EventContracts;

/// <summary>
/// A contract says what System.Text.Json really writes and reads: the real serializer is compared with an independent validator,
/// for each kind of part and for generated payloads.
/// </summary>
public sealed class TruthTests(ITestOutputHelper output)
{
    private const int FirstSeed = 4_711;

    private static readonly bool s_isHeavy = Environment.GetEnvironmentVariable("EVENTGEN_HEAVY_TESTS") == "1";

    [Fact]
    public void GeneratedPayloads_AreWrittenAndReadAsTheirContractsSay()
    {
        int count = s_isHeavy ? 640 : 96;
        var sources = new List<SourceFile>();
        int contexts = ContractProject.Settings.Length;
        for (int i = 0; i < count; i++)
        {
            var shape = new ShapeGenerator(FirstSeed + i, i, ContractProject.LeavesOutNull(i % contexts), isDeep: s_isHeavy || IsDeep(i)).Generate();
            sources.Add(new SourceFile($"Shape{i}.cs", shape.Source($"Shape{i}", "")));
        }

        for (int context = 0; context < contexts; context++)
            sources.Add(ContractProject.Context($"Context{context}", ContractProject.Settings[context], Enumerable.Range(0, count).Where(i => i % contexts == context).Select(static i => $"Shape{i}.Placed{i}")));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var project = new ContractProject([.. sources]);
        output.WriteLine($"compiled after {watch.Elapsed}");
        var wrong = new List<string>();
        for (int i = 0; i < count; i++)
        {
            var payload = project.Find($"Shape{i}.Placed{i}", $"Context{i % contexts}");
            var objection = Disagreement(payload, new Random(FirstSeed + i), rounds: 8);
            if (objection is not null) wrong.Add($"seed {FirstSeed + i}, settings {ContractProject.Settings[i % contexts]}: {objection}\n{sources[i].Text}\n{payload.SchemaText}");
        }

        output.WriteLine($"{count} payloads, {wrong.Count} wrong, after {watch.Elapsed}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n{string.Join("\n\n", wrong.Take(3))}");
    }

    // Deep payloads take most of the time, so most are not. Each context has some: their number and the contexts' have no common divisor.
    private static bool IsDeep(int number) => number % 7 == 0;

    private static string? Disagreement(Payload payload, Random random, int rounds)
    {
        var samples = new SampleWriter(payload.Contract, random);
        for (int round = 0; round < rounds; round++)
        {
            string json = payload.Write(random);
            if (payload.Objections(json) is { Length: > 0 } written) return $"the serializer writes {json}, and the contract does not accept it: {written}";

            string sample = samples.Write();
            if (payload.Objections(sample) is { Length: > 0 } own) return $"the sample {sample} is not accepted: {own}";
            try
            {
                Assert.NotNull(payload.Read(sample));
            }
            catch (JsonException exception)
            {
                return $"the contract accepts {sample}, and the serializer does not read it: {exception.Message}";
            }
        }

        return null;
    }
}
