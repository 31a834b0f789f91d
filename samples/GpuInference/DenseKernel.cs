namespace GpuInference;

/// <summary>The kernel of a layer, in PTX, which the driver compiles for the GPU that it finds.</summary>
/// <remarks>
/// One thread for each output of each row: <c>y[row][column] = bias[column] + sum x[row][i] * w[i][column]</c>. Threads
/// side by side read weights side by side.
/// </remarks>
internal static class DenseKernel
{
    public const string Name = "dense";

    /// <summary>Threads of a block; blocks in y are rows.</summary>
    public const int BlockSize = 128;

    /// <summary>What a grid may have in y.</summary>
    public const int MostRows = 65535;

    public const string Ptx =
        """
        .version 6.0
        .target sm_50
        .address_size 64

        .visible .entry dense(
            .param .u64 p_x,
            .param .u64 p_w,
            .param .u64 p_bias,
            .param .u64 p_y,
            .param .u32 p_inputs,
            .param .u32 p_outputs,
            .param .u32 p_rectified
        )
        {
            .reg .pred %p<4>;
            .reg .f32 %f<5>;
            .reg .b32 %r<10>;
            .reg .b64 %rd<9>;

            ld.param.u64 %rd1, [p_x];
            ld.param.u64 %rd2, [p_w];
            ld.param.u64 %rd3, [p_bias];
            ld.param.u64 %rd4, [p_y];
            ld.param.u32 %r1, [p_inputs];
            ld.param.u32 %r2, [p_outputs];
            ld.param.u32 %r3, [p_rectified];

            // r7: the column, r8: the row
            mov.u32 %r4, %ctaid.x;
            mov.u32 %r5, %ntid.x;
            mov.u32 %r6, %tid.x;
            mad.lo.u32 %r7, %r4, %r5, %r6;
            mov.u32 %r8, %ctaid.y;
            setp.ge.u32 %p1, %r7, %r2;
            @%p1 bra DONE;

            cvta.to.global.u64 %rd1, %rd1;
            cvta.to.global.u64 %rd2, %rd2;
            cvta.to.global.u64 %rd3, %rd3;
            cvta.to.global.u64 %rd4, %rd4;

            // f1: the sum, which begins with the bias
            mul.wide.u32 %rd5, %r7, 4;
            add.u64 %rd3, %rd3, %rd5;
            ld.global.f32 %f1, [%rd3];

            // rd1: the row's next input, rd2: its weight for the column, rd6: from one weight to the next
            mul.wide.u32 %rd7, %r8, %r1;
            shl.b64 %rd7, %rd7, 2;
            add.u64 %rd1, %rd1, %rd7;
            add.u64 %rd2, %rd2, %rd5;
            mul.wide.u32 %rd6, %r2, 4;
            mov.u32 %r9, 0;

        LOOP:
            setp.ge.u32 %p2, %r9, %r1;
            @%p2 bra STORE;
            ld.global.f32 %f2, [%rd1];
            ld.global.f32 %f3, [%rd2];
            fma.rn.f32 %f1, %f2, %f3, %f1;
            add.u64 %rd1, %rd1, 4;
            add.u64 %rd2, %rd2, %rd6;
            add.u32 %r9, %r9, 1;
            bra LOOP;

        STORE:
            setp.eq.u32 %p3, %r3, 0;
            max.f32 %f4, %f1, 0f00000000;
            selp.f32 %f4, %f1, %f4, %p3;
            mul.wide.u32 %rd8, %r8, %r2;
            shl.b64 %rd8, %rd8, 2;
            add.u64 %rd4, %rd4, %rd8;
            add.u64 %rd4, %rd4, %rd5;
            st.global.f32 [%rd4], %f4;

        DONE:
            ret;
        }
        """;
}
