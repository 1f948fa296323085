using System.Text.Json;
using EventGen.Generators.Parsing;

namespace EventGen.Generators.Tests.EventContracts;

public sealed class JsonNamingTests
{
    private static readonly JsonNamingPolicy?[] s_policies =
        [null, JsonNamingPolicy.CamelCase, JsonNamingPolicy.SnakeCaseLower, JsonNamingPolicy.SnakeCaseUpper, JsonNamingPolicy.KebabCaseLower, JsonNamingPolicy.KebabCaseUpper];

    [Fact]
    public void Names_AreThoseOfSystemTextJson_ForGeneratedIdentifiers()
    {
        const string Letters = "abcABCXYZ019_éÉßǅ漢";
        var random = new Random(7);
        for (int i = 0; i < 4000; i++)
        {
            string name = string.Concat(Enumerable.Range(0, 1 + random.Next(10)).Select(_ => Letters[random.Next(Letters.Length)]));
            for (int policy = 0; policy < s_policies.Length; policy++)
                Assert.Equal(s_policies[policy]?.ConvertName(name) ?? name, JsonNaming.Apply(policy, name));
        }
    }
}
