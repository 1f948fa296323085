using System.Net;
using System.Text;

namespace ShopApi.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task TracesAndMetrics_GoToTheCollectorOfTheEnvironment()
    {
        using var folder = new ShopFolder();
        await using var collector = new Collector();
        await using var shop = await ShopProcess.StartAsync(
            folder, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "100"));

        await shop.PayAsync(await shop.PlaceAsync());

        await Eventually.TrueAsync(() => collector.Received.Contains("receipt.written", StringComparison.Ordinal));
        string[] metrics = ["messaging.process.duration", "eventgen.queue.length", "eventgen.outbox.oldest"];
        await Eventually.TrueAsync(() => Array.TrueForAll(metrics, metric => collector.Received.Contains(metric, StringComparison.Ordinal)));
    }

    private sealed class Collector : IAsyncDisposable
    {
        private readonly HttpListener _listener;
        private readonly StringBuilder _received = new();
        private readonly Task _loop;

        public Collector()
        {
            Address = $"http://127.0.0.1:{LoopbackPort.Take()}/";
            _listener = new HttpListener { Prefixes = { Address } };
            _listener.Start();
            _loop = ReceiveAsync();
        }

        public string Address { get; }

        public string Received
        {
            get
            {
                lock (_received) return _received.ToString();
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _loop;
        }

        private async Task ReceiveAsync()
        {
            while (true)
            {
                HttpListenerContext call;
                try
                {
                    call = await _listener.GetContextAsync();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var body = new StreamReader(call.Request.InputStream, Encoding.Latin1);
                string text = await body.ReadToEndAsync();
                lock (_received) _received.Append(text);
                call.Response.Close();
            }
        }
    }
}
