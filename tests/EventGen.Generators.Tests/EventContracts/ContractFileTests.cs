using EventGen.EventContracts;
using EventGen.Generators.Tests.EventContracts.Generation;

namespace EventGen.Generators.Tests.EventContracts;

public sealed class ContractFileTests
{
    private const string Head = "{\n  \"format\": 1,\n  \"assembly\": \"Shop\",\n  \"events\": {";

    [Fact]
    public void File_HasOnePartALine_Sorted()
    {
        var file = new ContractFile("Shop", [ContractSource.Read("public record Placed(string CustomerId, int Amount, State State, Line[] Lines); public enum State { Open } public record Line(string Sku);")]);

        Assert.Equal(
            """
            {
              "format": 1,
              "assembly": "Shop",
              "events": {
                "order.placed": {
                  "type": "Shop.Placed",
                  "versions": {
                    "1": {
                      "schema": {
                        "$ref": "#/$defs/Placed",
                        "$defs": {
                          "Line": {
                            "type": "object",
                            "required": ["Sku"],
                            "properties": {
                              "Sku": { "type": "string" }
                            }
                          },
                          "Placed": {
                            "type": "object",
                            "required": ["Amount", "CustomerId", "Lines", "State"],
                            "properties": {
                              "Amount": { "type": "integer", "format": "int32" },
                              "CustomerId": { "type": "string" },
                              "Lines": { "type": "array", "items": { "$ref": "#/$defs/Line" } },
                              "State": { "$ref": "#/$defs/State" }
                            }
                          },
                          "State": {
                            "type": "integer",
                            "anyOf": [
                              { "const": 0, "title": "Open" }
                            ]
                          }
                        }
                      }
                    }
                  }
                }
              }
            }

            """,
            ContractFileWriter.Write(file));
    }

    [Fact]
    public void GeneratedContracts_AreReadAsTheyWereWritten()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var contract = ContractSource.Read(new ShapeGenerator(seed, 0, leavesOutNull: false).Generate().Source("Inner", "").Replace("namespace Inner", "", StringComparison.Ordinal).Replace("Placed0", "Placed", StringComparison.Ordinal).Trim()[1..^1].Replace("using System.Text.Json.Serialization;", "", StringComparison.Ordinal));
            string text = ContractFileWriter.Write(new ContractFile("Shop", [contract]));

            var read = ContractFileReader.Read(text);

            Assert.Equal(text, ContractFileWriter.Write(read));
            Assert.Empty(ContractComparison.Compare(contract.Versions[0], read.Events[0].Versions[0]));
        }
    }

    [Fact]
    public void RemovedPart_StaysReserved_WithWhatItRefersTo()
    {
        var before = ContractSource.Read("public record Placed(int A, Line? Old); public record Line(string Sku);");
        var after = ContractUpdate.Accept(before, ContractSource.Read("public record Placed(int A);"));
        var later = ContractUpdate.Accept(after, ContractSource.Read("public record Placed(int A, Line New); public record Line(int Number);"));

        string text = ContractFileWriter.Write(new ContractFile("Shop", [later]));

        Assert.Contains("\"Old\": { \"anyOf\": [{ \"$ref\": \"#/$defs/Line2\" }, { \"type\": \"null\" }] }\n", text);
        Assert.Equal(text, ContractFileWriter.Write(ContractFileReader.Read(text)));
    }

    [Fact]
    public void RemovedEvent_KeepsItsIdAndContract()
    {
        var file = ContractUpdate.Remove(new ContractFile("Shop", [ContractSource.Read("public record Placed(int A);")]), "order.placed");

        var read = ContractFileReader.Read(ContractFileWriter.Write(file));

        Assert.True(Assert.Single(read.Events).IsRemoved);
    }

    [Theory]
    [InlineData("", 0, "ends in the middle")]
    [InlineData("{\n  \"format\": 1,\n", 2, "ends in the middle")]
    [InlineData("[]", 0, "has no value here that is an object")]
    [InlineData("{\n  \"assembly\": \"Shop\"\n}", 0, "has no 'format' here")]
    [InlineData("{\n  \"format\": 2\n}", 1, "has the format 2, and this version of EventGen reads 1")]
    [InlineData(Head + "\n<<<<<<< HEAD\n    \"a\": {}\n=======\n", 4, "has the conflict markers of a merge")]
    [InlineData(Head + "\n    \"a\": {},\n    \"a\": {}\n  }\n}", 5, "has 'a' twice")]
    [InlineData(Head + "\n    \"a\": {}\n  }\n}", 4, "has no 'versions' here")]
    [InlineData(Head + "\n    \"a\": 5\n  }\n}", 4, "has no value here that is an object")]
    [InlineData(Head + " \"a\": { \"type\": \"A\", \"versions\": { \"1\": { \"schema\": { \"$ref\": \"#/$defs/No\" } } } } } }", 3, "refers to 'No', which it does not define")]
    [InlineData(Head + " \"a\": { \"type\": \"A\", \"versions\": { \"one\": { } } } } }", 3, "has the version 'one', which is no number")]
    [InlineData(Head + " \"a\": { \"type\": \"A\", \"versions\": { \"1\": { \"schema\": { \"allOf\": [{ \"type\": \"tuple\" }] } } } } } }", 3, "has a schema here that EventGen does not write")]
    [InlineData(Head + " \"a\": tru } }", 3, "has 't' where a value is expected")]
    [InlineData(Head + " \"a\\x\": {} } }", 3, "has a '\\' that escapes nothing")]
    [InlineData(Head + " \"a", 3, "has a text without its closing quote")]
    public void DamagedFile_IsRejected_WithItsLine(string text, int line, string fact)
    {
        var rejected = Assert.Throws<ContractFileException>(() => ContractFileReader.Read(text));

        Assert.Equal((line, fact), (rejected.Line, rejected.Fact));
    }

    [Fact]
    public void FileThatIsTooLarge_IsRejected_BeforeItIsParsed() =>
        Assert.Equal("has 10 million characters, and 8 are the most that are read", Assert.Throws<ContractFileException>(() => ContractFileReader.Read(new string(' ', 10 * 1024 * 1024))).Fact);

    [Fact]
    public void FileThatIsNestedTooDeeply_IsRejected() =>
        Assert.Equal("is nested deeper than 128 levels", Assert.Throws<ContractFileException>(() => ContractFileReader.Read("{\"format\":" + new string('[', 100_000))).Fact);

    [Fact]
    public void FileWithRandomDamage_IsReadOrRejected_AndNothingElse()
    {
        string text = ContractFileWriter.Write(new ContractFile("Shop", [ContractSource.Read("public record Placed(string A, Line[] Lines, Pet? P); public record Line(string Sku); [JsonDerivedType(typeof(Dog), \"dog\")] public abstract record Pet; public record Dog(int B) : Pet;")]));
        var random = new Random(3);
        for (int i = 0; i < 3000; i++)
        {
            string damaged = DamagedText.Of(text, random);
            try
            {
                ContractFileReader.Read(damaged);
            }
            catch (ContractFileException)
            {
                // Rejected with its line.
            }
        }
    }
}
