using System.Globalization;
using System.Text.Json;

namespace EventGen.Management.Benchmarks;

/// <summary>Reads the live stream as a browser does, in a process of its own, until the stream ends; then says what it has seen.</summary>
internal static class LiveReader
{
    public const string Switch = "--read";

    public static async Task RunAsync(string address)
    {
        using var client = new HttpClient();
        await using var stream = await client.GetStreamAsync(new Uri(new Uri(address), "/eventgen/live"));
        using var reader = new StreamReader(stream);
        long activities = 0, lost = 0;
        bool isGap = false;
        Console.WriteLine("open");
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) isGap = line == "event: gap";
                if (!line.StartsWith("data: ", StringComparison.Ordinal)) continue;
                if (isGap) lost = JsonDocument.Parse(line.AsMemory(6)).RootElement.GetProperty("lostInAll").GetInt64();
                else activities++;
            }
        }
        catch (IOException)
        {
            // The server has ended.
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{activities} {lost}"));
    }
}
