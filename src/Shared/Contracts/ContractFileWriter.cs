using System.Globalization;

namespace EventGen.EventContracts;

/// <summary>Writes the contract file: what is equal is written equally, and one part stands on one line.</summary>
internal static class ContractFileWriter
{
    public static string Write(ContractFile file)
    {
        var json = new IndentedJson();
        json.Open(null);
        json.Write("format", ContractFile.Format.ToString(CultureInfo.InvariantCulture));
        json.Write("assembly", JsonText.Quote(file.Assembly));
        json.Open("events");
        foreach (var contract in file.Events.OrderBy(static contract => contract.Id, StringComparer.Ordinal)) Write(contract, json);
        json.Close();
        json.Close();
        return json.ToString() + "\n";
    }

    /// <summary>One event alone: two that are equal have one text.</summary>
    public static string Write(EventContract contract)
    {
        var json = new IndentedJson();
        json.Open(null);
        Write(contract, json);
        json.Close();
        return json.ToString();
    }

    /// <summary>One event alone, on one line.</summary>
    public static string WriteLine(EventContract contract)
    {
        var json = new IndentedJson(isIndented: false);
        json.Open(null);
        Write(contract, json);
        json.Close();
        return json.ToString();
    }

    private static void Write(EventContract contract, IndentedJson json)
    {
        json.Open(contract.Id);
        json.Write("type", JsonText.Quote(contract.Type));
        if (contract.IsRemoved) json.Write("removed", "true");
        json.Open("versions");
        foreach (var version in contract.Versions.OrderBy(static version => version.Number))
        {
            json.Open(version.Number.ToString(CultureInfo.InvariantCulture));
            if (version.Key.Length > 0) json.Write("key", JsonText.Quote(version.Key));
            json.Open("schema");
            DefinitionWriter.Write(version, SchemaText.Short, json);
            json.Close();
            json.Close();
        }

        json.Close();
        json.Close();
    }
}
